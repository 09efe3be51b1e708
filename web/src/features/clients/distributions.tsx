import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Coins from "lucide-react/icons/coins";
import { cx } from "@/lib/cx";
import { formatNumber } from "@/lib/format";
import { sentence } from "@/lib/use-form-problem";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { allClientsQuery, type Distribution, distributionsQuery } from "./queries";
import { clients } from "./strings";

const columnsFor = (nameOf: ((id: string) => string) | undefined): readonly Column<Distribution>[] => [
  {
    key: "amount",
    header: clients.amount,
    primary: true,
    cell: (row) => (
      <Link
        to="/jobs/$id"
        params={{ id: row.job_id }}
        data-row-link
        className="block w-fit scroll-my-20 rounded tabular-nums"
      >
        {row.credits < 0
          ? clients.taken(formatNumber(-row.credits))
          : clients.given(formatNumber(row.credits))}
      </Link>
    ),
  },
  ...(nameOf
    ? [
        {
          key: "client",
          header: clients.client,
          cell: (row: Distribution) => nameOf(row.business_owner_id),
          className: cx(inCard.plain, "wrap-anywhere @max-2xl:col-span-2"),
        },
      ]
    : []),
  {
    key: "note",
    header: clients.note,
    cell: (row) => {
      const said = row.error ? sentence(row.error.message) : row.note;
      return said && <span className="line-clamp-2">{said}</span>;
    },
    className: cx(inCard.plain, "text-muted @2xl:w-1/2 @max-2xl:col-span-2"),
  },
  {
    key: "status",
    header: clients.status,
    cell: (row) => <StatusChip status={row.status} />,
    className: cx(inCard.plain, "@max-2xl:col-start-2 @max-2xl:row-start-1 @max-2xl:justify-end"),
  },
  {
    key: "when",
    header: clients.when,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: cx(inCard.plain, inCard.small, "@max-2xl:col-span-2"),
  },
];

interface Props {
  of: { client: string } | { reseller: string };
  reseller: string;
}

/** Distributions and reclaims with their status. */
export function Distributions({ of, reseller }: Props) {
  const query = useInfiniteQuery(distributionsQuery(of));
  const all = "reseller" in of;
  const known = useQuery({ ...allClientsQuery(reseller), enabled: all }).data;
  const names = new Map(known?.map(({ id, username }) => [id, username]));
  return (
    <PagedTable
      caption={clients.distributions}
      columns={columnsFor(all ? (id) => names.get(id) ?? "–" : undefined)}
      query={query}
      rowKey={(row) => row.id}
      cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-4"
      skeletonRows={4}
      empty={
        <EmptyState title={clients.noDistributions} icon={<Coins size={20} aria-hidden />}>
          {clients.noDistributionsHint}
        </EmptyState>
      }
    />
  );
}
