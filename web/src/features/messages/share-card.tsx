import { useQuery } from "@tanstack/react-query";
import { formatNumber } from "@/lib/format";
import { Section } from "@/ui/section";
import { Skeleton } from "@/ui/states";
import { type Share, ShareBar } from "@/ui/svg-charts";
import { summaryQuery } from "./queries";
import { messages } from "./strings";

const text = messages.summary;

/** Messages of the last 30 days by status. Optional: if unavailable, the list is shown alone. */
export function ShareCard() {
  const { data, error } = useQuery(summaryQuery);
  if (error && !data) return null;
  const of = (...statuses: string[]) => statuses.reduce((sum, status) => sum + (data?.total[status] ?? 0), 0);
  const total = Object.values(data?.total ?? {}).reduce((sum, count) => sum + count, 0);
  const arrived = of("delivered", "read");
  const shares: Share[] = [
    { label: text.parts.arrived, value: arrived, tone: "ok" },
    { label: text.parts.underway, value: of("queued", "sent"), tone: "info" },
    { label: text.parts.scheduled, value: of("scheduled"), tone: "idle" },
    { label: text.parts.failed, value: of("failed"), tone: "danger" },
    { label: text.parts.unknown, value: of("unknown"), tone: "warn" },
    { label: text.parts.cancelled, value: of("cancelled"), tone: "idle" },
  ];
  const sentence =
    total === 0
      ? text.none
      : text.sentence(formatNumber(total), formatNumber(arrived), formatNumber(of("failed")));
  return (
    <Section title={text.title} hint={data ? sentence : <Skeleton className="h-5 w-56" />}>
      <div className="min-h-11 max-sm:min-h-17">
        {data && <ShareBar label={sentence} shares={shares.filter(({ value }) => value > 0)} />}
      </div>
    </Section>
  );
}
