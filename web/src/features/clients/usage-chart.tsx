import { useQuery } from "@tanstack/react-query";
import { formatDayOfMonth, formatNumber } from "@/lib/format";
import { Chart, type Series } from "@/ui/chart";
import { ErrorState } from "@/ui/states";
import { type UsageReport, usageQuery } from "./queries";
import { clients } from "./strings";
import { seriesOf } from "./usage";

const colours = { in_app: "--accent", whatsapp: "--on-info-soft" } as const;

/** A client's spending by day and channel: chart, sentence and table. */
export default function UsageChart({ id }: { id: string }) {
  const usage = useQuery(usageQuery(id));
  if (usage.error && !usage.data) {
    return <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />;
  }
  if (!usage.data) return <div aria-busy className="h-58" />;
  if (usage.data.total.messages === 0) return <p className="min-h-58 text-muted">{clients.usageNone}</p>;
  return <ByDay report={usage.data} />;
}

function ByDay({ report }: { report: UsageReport }) {
  const { times, byChannel, totals } = seriesOf(report);
  const most = Math.max(...totals);
  const { credits, messages, refunded } = report.total;
  const series = [...byChannel].map(
    ([channel, values]): Series => ({
      label: clients.channels[channel],
      colour: colours[channel],
      values,
    }),
  );
  return (
    <Chart
      title={clients.usageDays}
      summary={clients.usageSummary(
        formatNumber(credits),
        clients.messageCount(messages, formatNumber(messages)),
        formatNumber(refunded),
        formatDayOfMonth(times[totals.indexOf(most)] ?? 0),
        formatNumber(most),
      )}
      times={times}
      series={series}
      form="bars"
      formatValue={formatNumber}
      formatX={formatDayOfMonth}
    />
  );
}
