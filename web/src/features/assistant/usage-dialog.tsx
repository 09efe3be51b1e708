import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { platformQuery } from "@/features/chat/queries";
import { usageDaysQuery } from "@/features/plan/queries";
import { formatDay, formatNumber } from "@/lib/format";
import { buttonClass } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { formatCost } from "./cost";
import { assistant } from "./strings";

/** Questions, tokens and their cost, by day. */
export default function UsageDialog({ onClose }: { onClose: () => void }) {
  const days = useQuery(usageDaysQuery);
  const currency = useQuery(platformQuery).data?.currency;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={assistant.usage}
      description={assistant.usageHint}
      actions={
        <Link to="/plan" className={buttonClass()}>
          {assistant.plan}
        </Link>
      }
    >
      {days.error && !days.data ? (
        <ErrorState error={days.error} onRetry={() => void days.refetch()} />
      ) : days.data?.length === 0 ? (
        <EmptyState title={assistant.usageNone} />
      ) : (
        <ul aria-label={assistant.usage} className="grid gap-3">
          {days.data
            ? days.data.map(({ day, requests, prompt_tokens, output_tokens, cost }) => (
                <li key={day} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 tabular-nums">
                  <span className="font-medium">{formatDay(day)}</span>
                  <span>{currency && formatCost(cost, currency)}</span>
                  <span className="text-sm text-muted">{assistant.questionsOf(requests)}</span>
                  <span className="text-sm text-muted">
                    {assistant.ofTokens(formatNumber(prompt_tokens), formatNumber(output_tokens))}
                  </span>
                </li>
              ))
            : [1, 2, 3].map((at) => <Skeleton key={at} className="h-11" />)}
        </ul>
      )}
    </Dialog>
  );
}
