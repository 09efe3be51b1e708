import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import SearchX from "lucide-react/icons/search-x";
import { isProblem } from "@/api/problem";
import { useUser } from "@/app/use-session";
import { formatExact } from "@/lib/format";
import { BackLink } from "@/ui/back-link";
import { CopyButton } from "@/ui/copy";
import { Detail } from "@/ui/detail";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { Money } from "@/ui/values";
import { type Transfer, transferQuery } from "./queries";
import { wallet } from "./strings";

export function TransferPage() {
  const { id } = useParams({ from: "/inside/wallet/transfers/$id" });
  const query = useQuery(transferQuery(id));
  const missing = isProblem(query.error) && (query.error.status === 404 || query.error.status === 422);
  return (
    <Page
      title={missing ? wallet.notFound : wallet.transfer}
      page={id}
      narrow
      back={<BackLink to="/wallet">{wallet.back}</BackLink>}
    >
      {query.data ? (
        <Loaded transfer={query.data} />
      ) : (
        <div className="card">
          {missing ? (
            <EmptyState title={wallet.notFoundText(id)} icon={<SearchX size={20} aria-hidden />}>
              {wallet.notFoundHint}
            </EmptyState>
          ) : query.error ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <Skeleton className="h-72" />
          )}
        </div>
      )}
    </Page>
  );
}

function Loaded({ transfer }: { transfer: Transfer }) {
  const user = useUser();
  const nameOf = ({ id, username }: Transfer["sender"]) =>
    id === user.id ? `${wallet.you} (${username})` : username;
  return (
    <Section title={wallet.done} hint={wallet.doneText} actions={<StatusChip status="succeeded" />}>
      <dl className="grid gap-4 sm:grid-cols-2">
        <Detail label={wallet.amount}>
          <span className="text-2xl font-semibold tracking-tight">
            <Money amount={transfer.amount} currency={transfer.currency} />
          </span>
        </Detail>
        <Detail label={wallet.when}>{formatExact(transfer.created_at)}</Detail>
        <Detail label={wallet.sender}>{nameOf(transfer.sender)}</Detail>
        <Detail label={wallet.receiver}>{nameOf(transfer.receiver)}</Detail>
        {transfer.note && <Detail label={wallet.note}>{transfer.note}</Detail>}
        <Detail label={wallet.id}>
          <span className="-my-1.5 flex items-center gap-1 pointer-coarse:-my-3">
            <code className="truncate font-mono text-xs">{transfer.id}</code>
            <CopyButton text={transfer.id} label={wallet.copyId} />
          </span>
        </Detail>
      </dl>
    </Section>
  );
}
