import { useQuery } from "@tanstack/react-query";
import { formatNumber } from "@/lib/format";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { outcomes } from "./counts";
import { Figure, Figures } from "./figures";
import { todayQuery } from "./queries";
import { home } from "./strings";

/** Today's messages by status. */
export function TodayCard() {
  const today = useQuery(todayQuery);
  const counts = today.data && outcomes(today.data.total);
  const shown = (count: number | undefined) =>
    count === undefined ? <Skeleton className="h-7 w-14" /> : formatNumber(count);
  return (
    <Section title={home.today} hint={home.todayHint}>
      {today.error && !counts ? (
        <ErrorState error={today.error} onRetry={() => void today.refetch()} />
      ) : (
        <Figures>
          <Figure label={home.sent}>{shown(counts?.all)}</Figure>
          <Figure label={home.delivered}>{shown(counts?.delivered)}</Figure>
          <Figure label={home.underway}>{shown(counts?.underway)}</Figure>
          <Figure label={home.failed}>{shown(counts?.failed)}</Figure>
        </Figures>
      )}
    </Section>
  );
}
