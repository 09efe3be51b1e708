import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import CircleCheck from "lucide-react/icons/circle-check";
import OctagonAlert from "lucide-react/icons/octagon-exclamation-point";
import TriangleAlert from "lucide-react/icons/triangle-exclamation-point";
import { Figure, Figures } from "@/features/home/figures";
import { formatNumber } from "@/lib/format";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { type Attention, attentionOf } from "./attention";
import { ProofVerdict } from "./proof-details";
import {
  liveFailuresQuery,
  liveProcessesQuery,
  liveProofQuery,
  liveQueuesQuery,
  type QueueStatus,
  troubledPaymentsQuery,
} from "./queries";
import { overview as text } from "./strings";

/** Whether anything needs an operator, and how busy the platform is. */
export function OverviewPage() {
  const proof = useQuery(liveProofQuery);
  const queues = useQuery(liveQueuesQuery);
  const failures = useQuery(liveFailuresQuery);
  const processes = useQuery(liveProcessesQuery);
  const payments = useQuery(troubledPaymentsQuery);
  const all = [proof, queues, failures, processes, payments];
  const failed = all.find(({ error, data }) => error && data === undefined);
  const isLoading = all.some(({ isPending }) => isPending);
  const items = attentionOf({
    proof: proof.data,
    queues: queues.data?.data,
    throttles: queues.data?.throttles,
    failures: failures.data?.data,
    processes: processes.data?.data,
    payments: payments.data,
  });
  return (
    <Page title={text.title} description={text.description}>
      <div className="grid gap-5">
        <Section title={text.attention}>
          {items.length > 0 && <Items items={items} />}
          {failed ? (
            <ErrorState
              error={failed.error}
              onRetry={() => {
                for (const query of all) if (query.error) void query.refetch();
              }}
            />
          ) : isLoading ? (
            <Skeleton className="h-6 w-64 max-w-full" />
          ) : (
            items.length === 0 && <Nothing />
          )}
        </Section>
        <Section title={text.figures}>
          <Totals queues={queues.data?.data} />
        </Section>
        <Section title={text.ledger}>
          {proof.data ? <ProofVerdict proof={proof.data} /> : <Skeleton className="h-12" />}
        </Section>
      </div>
    </Page>
  );
}

function Items({ items }: { items: readonly Attention[] }) {
  return (
    <ul className="grid gap-2.5" aria-label={text.attention}>
      {items.map((item) => (
        <li key={item.key} className="flex items-start gap-2.5">
          {item.urgent ? (
            <OctagonAlert size={18} aria-label={text.urgent} className="mt-0.5 shrink-0 text-danger" />
          ) : (
            <TriangleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-on-warn-soft" />
          )}
          <p className="min-w-0 break-words">
            {item.text}{" "}
            <Link {...item.link} className="link whitespace-nowrap">
              {text.open}
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}

function Nothing() {
  return (
    <div className="flex items-start gap-2.5">
      <CircleCheck size={18} aria-hidden className="mt-0.5 shrink-0 text-on-ok-soft" />
      <div>
        <p className="font-medium">{text.none}</p>
        <p className="text-sm text-muted">{text.noneHint}</p>
      </div>
    </div>
  );
}

function Totals({ queues }: { queues: readonly QueueStatus[] | undefined }) {
  const figure = (label: string, of: (queue: QueueStatus) => number) => (
    <Figure label={label}>
      {queues ? (
        formatNumber(queues.reduce((sum, queue) => sum + of(queue), 0))
      ) : (
        <Skeleton className="h-7 w-16" />
      )}
    </Figure>
  );
  return (
    <Figures className="sm:grid-cols-5">
      {figure(text.waiting, (queue) => queue.waiting)}
      {figure(text.running, (queue) => queue.running)}
      {figure(text.retrying, (queue) => queue.retrying)}
      {figure(text.rate, (queue) => queue.rate_per_minute)}
      {figure(text.failedHour, (queue) => queue.failed_last_hour)}
    </Figures>
  );
}
