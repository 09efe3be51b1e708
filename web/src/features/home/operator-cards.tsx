import { useQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import TriangleAlert from "lucide-react/icons/triangle-exclamation-point";
import type { components } from "@/api/schema";
import { formatNumber } from "@/lib/format";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { type Column, inCard, Table } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { proofQuery, queuesQuery } from "./queries";
import { home } from "./strings";

type Queue = components["schemas"]["QueueStatus"];

function number(key: string, header: string, of: (queue: Queue) => number): Column<Queue> {
  return { key, header, numeric: true, cell: (row) => formatNumber(of(row)), className: inCard.stacked };
}

const columns: readonly Column<Queue>[] = [
  {
    key: "queue",
    header: home.queue,
    primary: true,
    cell: (row) => row.queue,
    className: "@max-2xl:col-span-4",
  },
  number("waiting", home.waiting, (row) => row.waiting),
  number("running", home.running, (row) => row.running),
  number("rate", home.rate, (row) => row.rate_per_minute),
  number("failed", home.failedLastHour, (row) => row.failed_last_hour),
];

/** For administrators: the state of the ledger and of the queues. */
export default function OperatorCards() {
  return (
    <>
      <LedgerCard />
      <QueuesCard />
    </>
  );
}

function LedgerCard() {
  const proof = useQuery(proofQuery);
  return (
    <Section title={home.ledger}>
      {proof.data ? (
        <div className="flex items-start gap-3">
          {proof.data.holds ? (
            <CircleCheck size={20} aria-hidden className="mt-0.5 shrink-0 text-on-ok-soft" />
          ) : (
            <TriangleAlert size={20} aria-hidden className="mt-0.5 shrink-0 text-danger" />
          )}
          <div className="grid gap-0.5">
            <p className="font-medium">{proof.data.holds ? home.ledgerHolds : home.ledgerBroken}</p>
            <p className="text-sm text-muted">
              {proof.data.holds
                ? home.ledgerWallets(
                    formatNumber(proof.data.assets.reduce((sum, asset) => sum + asset.wallets, 0)),
                  )
                : home.ledgerBrokenHint}{" "}
              <DateTime value={proof.data.checked_at} />
            </p>
          </div>
        </div>
      ) : proof.error ? (
        <ErrorState error={proof.error} onRetry={() => void proof.refetch()} />
      ) : (
        <Skeleton className="h-12" />
      )}
    </Section>
  );
}

function QueuesCard() {
  const queues = useQuery(queuesQuery);
  return (
    <Section title={home.queues} hint={home.queuesHint} flush>
      {queues.error && !queues.data ? (
        <ErrorState error={queues.error} onRetry={() => void queues.refetch()} />
      ) : (
        <Table
          caption={home.queues}
          columns={columns}
          rows={queues.data?.data}
          rowKey={(row) => row.queue}
          cardClass="@max-2xl:grid @max-2xl:grid-cols-4 @max-2xl:gap-x-2"
          skeletonRows={7}
        />
      )}
    </Section>
  );
}
