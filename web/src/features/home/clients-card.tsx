import { useQuery } from "@tanstack/react-query";
import type { components } from "@/api/schema";
import { formatNumber } from "@/lib/format";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { type Column, inCard, Table } from "@/ui/table";
import { Credits } from "@/ui/values";
import { Figure, Figures } from "./figures";
import { clientsQuery } from "./queries";
import { home } from "./strings";

type Client = components["schemas"]["Share"];

const SHOWN = 10;

const columns = (most: number): readonly Column<Client>[] => [
  {
    key: "client",
    header: home.client,
    primary: true,
    cell: (row) => row.business_owner.username,
    className: "@max-2xl:col-span-2",
  },
  {
    key: "share",
    header: home.clientShare,
    cell: (row) => (
      <span aria-hidden className="block h-2 w-full min-w-24 overflow-hidden rounded-full bg-sunken">
        <span
          className="block h-full rounded-full bg-accent"
          style={{ width: `${most > 0 ? (row.balance / most) * 100 : 0}%` }}
        />
      </span>
    ),
    className: "w-1/2 @max-2xl:hidden",
  },
  {
    key: "balance",
    header: home.clientBalance,
    numeric: true,
    cell: (row) => <Credits value={row.balance} />,
    className: inCard.stacked,
  },
  {
    key: "given",
    header: home.given,
    numeric: true,
    cell: (row) => <Credits value={row.distributed} />,
    className: inCard.stacked,
  },
];

/** Credits of a reseller and its clients, by balance. */
export default function ClientsCard({ reseller }: { reseller: string }) {
  const clients = useQuery(clientsQuery(reseller));
  if (clients.error && !clients.data) {
    return (
      <Section title={home.clients}>
        <ErrorState error={clients.error} onRetry={() => void clients.refetch()} />
      </Section>
    );
  }
  const stats = clients.data;
  if (!stats) return <Skeleton className="h-80" />;
  const rows = stats.by_business_owner.toSorted((a, b) => b.balance - a.balance).slice(0, SHOWN);
  return (
    <Section title={home.clients} hint={home.clientsHint(stats.business_owners)} flush>
      <div className="px-4 pt-2 pb-4 sm:px-5">
        <Figures>
          <Figure label={home.received}>{formatNumber(stats.received)}</Figure>
          <Figure label={home.distributed}>{formatNumber(stats.distributed)}</Figure>
          <Figure label={home.reclaimed}>{formatNumber(stats.reclaimed)}</Figure>
          <Figure label={home.spent}>{formatNumber(stats.spent)}</Figure>
        </Figures>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={home.noClients}>{home.noClientsHint}</EmptyState>
      ) : (
        <Table
          caption={home.clients}
          columns={columns(rows[0]?.balance ?? 0)}
          rows={rows}
          rowKey={(row) => row.business_owner.id}
          cardClass="@max-2xl:grid @max-2xl:grid-cols-2 @max-2xl:gap-x-6"
        />
      )}
    </Section>
  );
}
