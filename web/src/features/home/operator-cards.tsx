import { useQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import type { components } from "@/api/schema";
import { formatNumber } from "@/lib/format";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { type Column, Table } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { proofQuery, queuesQuery } from "./queries";
import { home } from "./strings";

type Queue = components["schemas"]["QueueStatus"];

const columns: readonly Column<Queue>[] = [
  { key: "queue", header: home.queue, primary: true, cell: (row) => row.queue },
  { key: "waiting", header: home.waiting, numeric: true, cell: (row) => formatNumber(row.waiting) },
  { key: "running", header: home.running, numeric: true, cell: (row) => formatNumber(row.running) },
  { key: "rate", header: home.rate, numeric: true, cell: (row) => formatNumber(row.rate_per_minute) },
  {
    key: "failed",
    header: home.failedLastHour,
    numeric: true,
    cell: (row) => formatNumber(row.failed_last_hour),
  },
];

/** What an administrator looks at first: whether the ledger balances, and whether the queues move. */
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
          skeletonRows={7}
        />
      )}
    </Section>
  );
}
