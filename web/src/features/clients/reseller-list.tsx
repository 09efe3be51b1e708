import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Users from "lucide-react/icons/users";
import { Page } from "@/ui/page";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { type Client, resellersQuery } from "./queries";
import { clients } from "./strings";

const columns: readonly Column<Client>[] = [
  {
    key: "reseller",
    header: clients.reseller,
    primary: true,
    cell: (row) => (
      <Link
        to="/clients"
        search={{ reseller: row.id }}
        data-row-link
        className="block w-fit max-w-full scroll-my-20 rounded wrap-anywhere"
      >
        {row.username}
      </Link>
    ),
  },
  {
    key: "status",
    header: clients.status,
    cell: (row) => <StatusChip status={row.status} />,
    className: inCard.plain,
  },
  {
    key: "since",
    header: clients.since,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: inCard.small,
  },
];

/** For admins: selects the reseller. */
export function ResellerList() {
  const query = useInfiniteQuery(resellersQuery);
  return (
    <Page title={clients.title} description={clients.resellersHint}>
      <div className="card overflow-hidden">
        <PagedTable
          caption={clients.resellers}
          columns={columns}
          query={query}
          rowKey={(row) => row.id}
          cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-4"
          skeletonRows={3}
          empty={
            <EmptyState title={clients.noResellers} icon={<Users size={20} aria-hidden />}>
              {clients.noResellersHint}
            </EmptyState>
          }
        />
      </div>
    </Page>
  );
}
