import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Wallet from "lucide-react/icons/wallet";
import { movementCard } from "@/features/credits/card";
import { Figure, Figures } from "@/features/home/figures";
import { formatMoney } from "@/lib/format";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { Money } from "@/ui/values";
import { movementColumns } from "./movements";
import { accountWalletMovementsQuery, accountWalletQuery, type WalletMovement } from "./queries";
import { accounts as text } from "./strings";

/** Money of another account, and its movements. */
export default function AccountWallet({ owner }: { owner: string }) {
  const wallet = useQuery(accountWalletQuery(owner));
  const movements = useInfiniteQuery(accountWalletMovementsQuery(owner));
  const { data } = wallet;
  if (wallet.error && !data) {
    return <ErrorState error={wallet.error} onRetry={() => void wallet.refetch()} />;
  }
  // The movements have no currency: it is the wallet's.
  const money = (amount: string) => data && <Money amount={amount} currency={data.currency} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Figures>
        <Figure label={text.balance}>
          {data ? formatMoney(data.balance, data.currency) : <Skeleton className="h-7 w-20" />}
        </Figure>
        <Figure label={text.available}>
          {data ? formatMoney(data.available, data.currency) : <Skeleton className="h-7 w-20" />}
        </Figure>
      </Figures>
      <div className="-mx-4 border-t border-line sm:-mx-5">
        <PagedTable
          caption={text.walletMovements}
          columns={movementColumns<WalletMovement>(owner, {
            amount: (row) => money(row.amount),
            after: (row) => money(row.balance_after),
          })}
          query={movements}
          rowKey={(row) => row.id}
          cardClass={movementCard}
          empty={
            <EmptyState title={text.noMovements} icon={<Wallet size={20} aria-hidden />}>
              {text.noWalletMovements}
            </EmptyState>
          }
        />
      </div>
    </div>
  );
}
