import { useQuery } from "@tanstack/react-query";
import { plan } from "@/features/plan/strings";
import { formatDay, formatNumber } from "@/lib/format";
import { Detail } from "@/ui/detail";
import { ErrorState, Skeleton } from "@/ui/states";
import { accountSubscriptionQuery, accountUsageQuery } from "./queries";
import { accounts as text } from "./strings";

/** Subscription of another account, and its use of the assistant today. */
export default function AccountPlan({ owner }: { owner: string }) {
  const subscription = useQuery(accountSubscriptionQuery(owner));
  const usage = useQuery(accountUsageQuery(owner));
  const failed = [subscription, usage].find(({ error, data }) => error && !data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  const { data } = subscription;
  // Both at once: parts that came later would move the others.
  if (!data || !usage.data) return <Skeleton className="h-32" />;
  const { limit, used } = usage.data;
  return (
    <dl className="grid gap-x-6 gap-y-4 pb-5 sm:grid-cols-2 lg:grid-cols-3">
      <Detail label={text.plan}>{plan.names[data.plan]}</Detail>
      <Detail label={text.subscription}>
        {data.status ? plan.statuses[data.status] : text.neverSubscribed}
      </Detail>
      {data.current_period_end && (
        <Detail label={data.cancel_at_period_end ? text.endsOn : text.renewsOn}>
          {formatDay(data.current_period_end)}
        </Detail>
      )}
      <Detail label={text.questionsToday}>
        {limit == null ? formatNumber(used) : text.of(formatNumber(used), formatNumber(limit))}
      </Detail>
    </dl>
  );
}
