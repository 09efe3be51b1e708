import { useInfiniteQuery } from "@tanstack/react-query";
import CreditCard from "lucide-react/icons/credit-card";
import { movementCard } from "@/features/credits/card";
import type { Recharge } from "@/features/credits/queries";
import { credits } from "@/features/credits/strings";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard } from "@/ui/table";
import { Credits, DateTime, Money } from "@/ui/values";
import { accountRechargesQuery } from "./queries";
import AccountStatement, { AccountBalance } from "./statement";
import { accounts as text } from "./strings";

/** Balance, statement and purchases of another account. */
export default function AccountCredits({ owner }: { owner: string }) {
  const recharges = useInfiniteQuery(accountRechargesQuery(owner));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <AccountBalance owner={owner} />
      <section className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-line pt-5">
        <h2 className="text-base">{text.statement}</h2>
        <div className="-mx-4 sm:-mx-5">
          <AccountStatement owner={owner} />
        </div>
      </section>
      <section className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-line pt-5">
        <h2 className="text-base">{text.purchases}</h2>
        <div className="-mx-4 sm:-mx-5">
          <PagedTable
            caption={text.purchases}
            columns={columns}
            query={recharges}
            rowKey={(row) => row.id}
            cardClass={movementCard}
            skeletonRows={2}
            empty={<EmptyState title={text.noPurchases} icon={<CreditCard size={20} aria-hidden />} />}
          />
        </div>
      </section>
    </div>
  );
}

const columns: readonly Column<Recharge>[] = [
  {
    key: "credits",
    header: credits.what,
    primary: true,
    cell: (row) => (
      <span>
        <Credits value={row.credits} /> {credits.unit(row.credits)}
      </span>
    ),
  },
  {
    key: "status",
    header: credits.status,
    cell: (row) => <StatusChip status={row.status} />,
    className: `${inCard.plain} @max-2xl:justify-end`,
  },
  {
    key: "price",
    header: credits.price,
    numeric: true,
    cell: (row) => <Money amount={row.amount} currency={row.currency} />,
    className: `${inCard.plain} ${inCard.small}`,
  },
  {
    key: "when",
    header: credits.when,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: `${inCard.plain} ${inCard.small} @max-2xl:justify-end`,
  },
];
