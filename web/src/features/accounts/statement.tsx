import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Coins from "lucide-react/icons/coins";
import { movementCard } from "@/features/credits/card";
import type { Transaction } from "@/features/credits/queries";
import { Figure, Figures } from "@/features/home/figures";
import { formatNumber } from "@/lib/format";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { Credits } from "@/ui/values";
import { movementColumns } from "./movements";
import { accountBalanceQuery, accountStatementQuery } from "./queries";
import { accounts as text } from "./strings";

/** The statement of another account: every movement of its credits, the newest first. */
export default function AccountStatement({ owner }: { owner: string }) {
  const query = useInfiniteQuery(accountStatementQuery(owner));
  return (
    <PagedTable
      caption={text.statement}
      columns={movementColumns<Transaction>(owner, {
        amount: (row) => <Credits value={row.amount} signed />,
        after: (row) => <Credits value={row.balance_after} />,
      })}
      query={query}
      rowKey={(row) => row.id}
      cardClass={movementCard}
      empty={
        <EmptyState title={text.noMovements} icon={<Coins size={20} aria-hidden />}>
          {text.noMovementsHint}
        </EmptyState>
      }
    />
  );
}

/** The balance of another account in credits. */
export function AccountBalance({ owner }: { owner: string }) {
  const { data, error, refetch } = useQuery(accountBalanceQuery(owner));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Figures>
      <Figure label={text.balance}>
        {data ? formatNumber(data.balance) : <Skeleton className="h-7 w-16" />}
      </Figure>
    </Figures>
  );
}
