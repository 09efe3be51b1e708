import { useQuery } from "@tanstack/react-query";
import { formatDayOfMonth, formatNumber } from "@/lib/format";
import { Chart, type Series } from "@/ui/chart";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { ui } from "@/ui/strings";
import { type Share, ShareBar } from "@/ui/svg-charts";
import { byDay, outcomes } from "./counts";
import { type MessageSummary, monthQuery } from "./queries";
import { home } from "./strings";

const colours = ["--accent", "--on-info-soft", "--on-warn-soft"];

/** Messages of the last 30 days: by day and channel, and by status. */
export default function MonthCard() {
  const month = useQuery(monthQuery);
  return (
    <Section title={home.month}>
      {month.data ? (
        outcomes(month.data.total).all === 0 ? (
          <p className="text-muted">{home.byDayNone}</p>
        ) : (
          <div className="grid gap-6">
            <ByDay summary={month.data} />
            <ByStatus summary={month.data} />
          </div>
        )
      ) : month.error ? (
        <ErrorState error={month.error} onRetry={() => void month.refetch()} />
      ) : (
        <Skeleton className="h-72" />
      )}
    </Section>
  );
}

function ByDay({ summary }: { summary: MessageSummary }) {
  const { times, channels } = byDay(summary);
  // Each keeps its colour, whichever was used first.
  const sorted = [...channels].sort(([one], [other]) => one.localeCompare(other));
  const series = sorted.map(
    ([channel, values], at): Series => ({
      label: home.channels[channel] ?? channel,
      colour: colours[at % colours.length] ?? "--accent",
      values,
    }),
  );
  const totals = times.map((_, at) =>
    [...channels.values()].reduce((sum, values) => sum + (values[at] ?? 0), 0),
  );
  const most = Math.max(0, ...totals);
  const sentence = home.byDay(
    formatNumber(totals.reduce((sum, count) => sum + count, 0)),
    formatDayOfMonth(times[totals.indexOf(most)] ?? 0),
    formatNumber(most),
  );
  return (
    <Chart
      title={home.messagesByDay}
      summary={sentence}
      times={times}
      series={series.length > 0 ? series : [{ label: home.sent, colour: "--accent", values: totals }]}
      form="bars"
      formatValue={formatNumber}
      formatX={formatDayOfMonth}
    />
  );
}

function ByStatus({ summary }: { summary: MessageSummary }) {
  const counts = outcomes(summary.total);
  const shares: Share[] = [
    { label: home.delivered, value: counts.delivered, tone: "ok" },
    { label: home.underway, value: counts.underway, tone: "info" },
    { label: ui.status.unknown, value: counts.unknown, tone: "warn" },
    { label: home.failed, value: counts.failed, tone: "danger" },
    { label: ui.status.cancelled, value: counts.cancelled, tone: "idle" },
  ];
  return <ShareBar label={home.share} shares={shares} />;
}
