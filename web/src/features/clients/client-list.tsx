import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import SearchX from "lucide-react/icons/search-x";
import Users from "lucide-react/icons/users";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";
import { PagedTable } from "@/ui/paged-table";
import { SearchField } from "@/ui/search-field";
import { Select } from "@/ui/select";
import { EmptyState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard } from "@/ui/table";
import { Credits, DateTime } from "@/ui/values";
import { type Client, clientsListQuery, type Share, statsQuery } from "./queries";
import type { ClientsSearch } from "./search";
import { clients } from "./strings";

const route = getRouteApi("/inside/clients");

const columnsFor = (
  shares: ReadonlyMap<string, Share>,
  isKnown: boolean,
  reseller: string | undefined,
): readonly Column<Client>[] => {
  const credits = (row: Client, name: "balance" | "distributed" | "reclaimed") => {
    const share = shares.get(row.id);
    // A client without a share never had credits.
    return isKnown ? <Credits value={share?.[name] ?? 0} /> : "–";
  };
  return [
    {
      key: "client",
      header: clients.client,
      primary: true,
      cell: (row) => (
        <Link
          to="/clients/$id"
          params={{ id: row.id }}
          search={{ reseller }}
          data-row-link
          onClick={(event) => event.stopPropagation()}
          className="block w-fit max-w-full scroll-my-20 rounded wrap-anywhere"
        >
          {row.username}
        </Link>
      ),
      className: "@max-2xl:col-span-2",
    },
    {
      key: "status",
      header: clients.status,
      cell: (row) => <StatusChip status={row.status} />,
      className: cx(inCard.plain, "@max-2xl:col-start-3 @max-2xl:row-start-1 @max-2xl:justify-end"),
    },
    {
      key: "balance",
      header: clients.balance,
      numeric: true,
      cell: (row) => credits(row, "balance"),
      className: inCard.stacked,
    },
    {
      key: "given",
      header: clients.distributed,
      numeric: true,
      cell: (row) => credits(row, "distributed"),
      className: inCard.stacked,
    },
    {
      key: "taken",
      header: clients.reclaimed,
      numeric: true,
      cell: (row) => credits(row, "reclaimed"),
      className: inCard.stacked,
    },
    {
      key: "since",
      header: clients.since,
      numeric: true,
      cell: (row) => <DateTime value={row.created_at} />,
      className: "@max-2xl:hidden!",
    },
  ];
};

/** The clients with their credits; filters are in the address. */
export function ClientList({ reseller, onCreate }: { reseller: string; onCreate: () => void }) {
  const { q, status, reseller: named } = route.useSearch();
  const navigate = useNavigate();
  const query = useInfiniteQuery(clientsListQuery(reseller, { q, status }));
  const stats = useQuery(statsQuery(reseller)).data;
  const shares = new Map(stats?.by_business_owner.map((share) => [share.business_owner.id, share]));
  const filtered = Boolean(q || status);
  return (
    <div className="grid gap-4">
      <Filters q={q} status={status} />
      <div className="-mx-4 sm:-mx-5">
        <PagedTable
          caption={clients.title}
          columns={columnsFor(shares, stats !== undefined, named)}
          query={query}
          rowKey={(row) => row.id}
          onOpen={(row) =>
            void navigate({ to: "/clients/$id", params: { id: row.id }, search: { reseller: named } })
          }
          cardClass="@max-2xl:grid @max-2xl:grid-cols-3 @max-2xl:gap-x-4"
          empty={
            <EmptyState
              title={filtered ? clients.noMatch : clients.empty}
              icon={filtered ? <SearchX size={20} aria-hidden /> : <Users size={20} aria-hidden />}
              action={!filtered && <Button onClick={onCreate}>{clients.create}</Button>}
            >
              {filtered ? clients.noMatchHint : clients.emptyHint}
            </EmptyState>
          }
        />
      </div>
    </div>
  );
}

function Filters({ q = "", status }: Pick<ClientsSearch, "q" | "status">) {
  const navigate = route.useNavigate();
  return (
    <search aria-label={clients.filters} className="grid grid-cols-[minmax(0,1fr)_8rem] gap-3 sm:max-w-lg">
      <SearchField
        label={clients.search}
        value={q}
        onChange={(text) =>
          void navigate({ search: (old) => ({ ...old, q: text || undefined }), replace: true })
        }
      />
      <Select
        label={clients.status}
        options={[
          { value: "", label: clients.anyStatus },
          { value: "active", label: clients.statuses.active },
          { value: "suspended", label: clients.statuses.suspended },
        ]}
        value={status ?? ""}
        onChange={({ target }) =>
          void navigate({
            search: (old) => ({ ...old, status: (target.value || undefined) as ClientsSearch["status"] }),
            replace: true,
          })
        }
      />
    </search>
  );
}
