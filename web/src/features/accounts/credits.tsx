import { useInfiniteQuery } from "@tanstack/react-query";
import CreditCard from "lucide-react/icons/credit-card";
import { movementCard } from "@/features/credits/card";
import { rechargeColumns } from "@/features/credits/recharge-columns";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
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
            columns={rechargeColumns}
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
