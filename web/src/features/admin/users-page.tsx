import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import SearchX from "lucide-react/icons/search-x";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { PagedTable } from "@/ui/paged-table";
import { SearchField } from "@/ui/search-field";
import { Select } from "@/ui/select";
import { EmptyState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { type User, usersQuery } from "./queries";
import { ROLES, type UsersSearch } from "./search";
import { users as text } from "./strings";

const route = getRouteApi("/inside/admin/users");

const columns: readonly Column<User>[] = [
  {
    key: "user",
    header: text.user,
    primary: true,
    cell: (row) => (
      <Link
        to="/admin/users/$id"
        params={{ id: row.id }}
        search={{}}
        data-row-link
        onClick={(event) => event.stopPropagation()}
        className="block w-fit max-w-full scroll-my-20 rounded wrap-anywhere"
      >
        {row.username}
      </Link>
    ),
  },
  {
    key: "status",
    header: text.status,
    cell: (row) => <StatusChip status={row.status} />,
    className: `${inCard.plain} @max-2xl:justify-end`,
  },
  {
    key: "role",
    header: text.role,
    cell: (row) => text.roles[row.role],
    className: `${inCard.plain} ${inCard.small}`,
  },
  {
    key: "since",
    header: text.since,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: `${inCard.plain} ${inCard.small} @max-2xl:justify-end`,
  },
];

/** Every account, found by name, role and status. */
export function UsersPage() {
  const filters = route.useSearch();
  const navigate = useNavigate();
  const filter = route.useNavigate();
  const query = useInfiniteQuery(usersQuery(filters));
  const change = (part: Partial<UsersSearch>) =>
    void filter({ search: (old) => ({ ...old, ...part }), replace: true });
  return (
    <Page title={text.title} description={text.description}>
      <div className="grid gap-4">
        <Filters filters={filters} onChange={change} />
        <div className="card overflow-clip">
          <PagedTable
            caption={text.list}
            columns={columns}
            query={query}
            rowKey={(row) => row.id}
            onOpen={(row) => void navigate({ to: "/admin/users/$id", params: { id: row.id }, search: {} })}
            cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:gap-x-3"
            empty={
              <EmptyState
                title={text.empty}
                icon={<SearchX size={20} aria-hidden />}
                action={
                  <Button onClick={() => change({ q: undefined, role: undefined, status: undefined })}>
                    {text.clear}
                  </Button>
                }
              >
                {text.emptyHint}
              </EmptyState>
            }
          />
        </div>
      </div>
    </Page>
  );
}

interface Props {
  filters: UsersSearch;
  onChange: (part: Partial<UsersSearch>) => void;
}

function Filters({ filters: { q = "", role, status }, onChange }: Props) {
  return (
    <search
      aria-label={text.filters}
      className="grid grid-cols-2 gap-3 sm:max-w-2xl sm:grid-cols-[minmax(0,1fr)_11rem_9rem]"
    >
      <SearchField
        label={text.search}
        className="max-sm:col-span-2"
        value={q}
        onChange={(typed) => onChange({ q: typed || undefined })}
      />
      <Select
        label={text.role}
        value={role ?? ""}
        options={[
          { value: "", label: text.anyRole },
          ...ROLES.map((value) => ({ value, label: text.roles[value] })),
        ]}
        onChange={({ target }) => onChange({ role: (target.value || undefined) as UsersSearch["role"] })}
      />
      <Select
        label={text.status}
        value={status ?? ""}
        options={[
          { value: "", label: text.anyStatus },
          { value: "active", label: text.statuses.active },
          { value: "suspended", label: text.statuses.suspended },
        ]}
        onChange={({ target }) => onChange({ status: (target.value || undefined) as UsersSearch["status"] })}
      />
    </search>
  );
}
