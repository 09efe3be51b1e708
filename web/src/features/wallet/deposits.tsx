import { useInfiniteQuery } from "@tanstack/react-query";
import { cx } from "@/lib/cx";
import { Button, buttonClass } from "@/ui/button";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard } from "@/ui/table";
import { DateTime, Money } from "@/ui/values";
import { type Deposit, depositsQuery } from "./queries";
import { wallet } from "./strings";
import { moneyCard } from "./transfers";

const columns: readonly Column<Deposit>[] = [
  {
    key: "amount",
    header: wallet.amount,
    primary: true,
    cell: (row) => (
      <span data-row-link tabIndex={-1} className="w-fit scroll-my-20 rounded">
        <Money amount={row.amount} currency={row.currency} />
      </span>
    ),
  },
  {
    key: "status",
    header: wallet.status,
    cell: (row) => <StatusChip status={row.status} />,
    className: cx(inCard.plain, "@max-2xl:justify-end"),
  },
  {
    key: "when",
    header: wallet.when,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: cx(inCard.plain, inCard.small),
  },
  {
    key: "pay",
    header: wallet.pay,
    numeric: true,
    bare: true,
    className: "@max-2xl:justify-end",
    cell: (row) =>
      row.status === "pending" && row.checkout_url ? (
        <a className={buttonClass("secondary", "sm")} href={row.checkout_url} rel="noreferrer">
          {wallet.pay}
        </a>
      ) : null,
  },
];

/** Deposits with their status. */
export default function Deposits({ onAdd }: { onAdd: () => void }) {
  const query = useInfiniteQuery(depositsQuery);
  return (
    <div className="-mx-4 pb-2 sm:-mx-5">
      <PagedTable
        caption={wallet.deposits}
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        cardClass={moneyCard}
        skeletonRows={4}
        empty={
          <EmptyState title={wallet.noDeposits} action={<Button onClick={onAdd}>{wallet.add}</Button>}>
            {wallet.noDepositsHint}
          </EmptyState>
        }
      />
    </div>
  );
}
