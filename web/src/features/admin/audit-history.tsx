import { useInfiniteQuery } from "@tanstack/react-query";
import Scale from "lucide-react/icons/scale";
import { lazy, Suspense, useState } from "react";
import { formatExact, formatNumber } from "@/lib/format";
import { PagedTable } from "@/ui/paged-table";
import { Pill } from "@/ui/pill";
import { Section } from "@/ui/section";
import { EmptyState } from "@/ui/states";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { discrepanciesOf } from "./discrepancies";
import { type LedgerAudit, ledgerAuditsQuery } from "./queries";
import { ledger } from "./strings";

const PastAuditDialog = lazy(() => import("./past-audit-dialog"));

/** Past audits of the ledger, the newest first; one opens with its discrepancies. */
export function AuditHistory() {
  const query = useInfiniteQuery(ledgerAuditsQuery);
  const [open, setOpen] = useState<LedgerAudit>();
  return (
    <Section title={ledger.history} hint={ledger.historyHint} flush>
      <PagedTable
        caption={ledger.history}
        columns={columnsFor(setOpen)}
        query={query}
        rowKey={(row) => row.job_id}
        onOpen={setOpen}
        cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3"
        skeletonRows={3}
        empty={<EmptyState title={ledger.noHistory} icon={<Scale size={20} aria-hidden />} />}
      />
      <Suspense>{open && <PastAuditDialog proof={open.proof} onClose={() => setOpen(undefined)} />}</Suspense>
    </Section>
  );
}

const total = ({ proof }: LedgerAudit) =>
  discrepanciesOf(proof).reduce((sum, { total: found }) => sum + found, 0);

const columnsFor = (onOpen: (audit: LedgerAudit) => void): readonly Column<LedgerAudit>[] => [
  {
    key: "when",
    header: ledger.checked,
    primary: true,
    cell: (row) => (
      <button
        type="button"
        data-row-link
        aria-label={ledger.openAudit(formatExact(row.proof.checked_at))}
        onClick={(event) => {
          event.stopPropagation();
          onOpen(row);
        }}
        className="scroll-my-20 rounded text-left pointer-coarse:min-h-6"
      >
        <DateTime value={row.proof.checked_at} />
      </button>
    ),
  },
  {
    key: "result",
    header: ledger.result,
    cell: (row) =>
      row.proof.holds ? (
        <Pill tone="ok">{ledger.passed}</Pill>
      ) : (
        <Pill tone="danger">{ledger.found(total(row))}</Pill>
      ),
    className: inCard.plain,
  },
  {
    key: "scope",
    header: ledger.scopeLabel,
    cell: (row) => (row.proof.full ? ledger.scope.full : ledger.scope.recent),
    className: `${inCard.plain} ${inCard.small}`,
  },
  {
    key: "wallets",
    header: ledger.wallets,
    numeric: true,
    cell: (row) => formatNumber(row.proof.assets.reduce((sum, { wallets }) => sum + wallets, 0)),
    className: inCard.small,
  },
];
