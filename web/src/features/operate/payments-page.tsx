import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import CreditCard from "lucide-react/icons/credit-card";
import SearchX from "lucide-react/icons/search-x";
import { ClearBlockButton } from "@/features/admin/user-actions";
import { UserLink } from "@/features/admin/user-link";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { PagedTable } from "@/ui/paged-table";
import { Pill } from "@/ui/pill";
import { EmptyState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard } from "@/ui/table";
import { DateTime, Money } from "@/ui/values";
import { PaymentFilters } from "./payment-filters";
import { type Payment, paymentsQuery } from "./queries";
import type { PaymentsSearch } from "./search";
import { payments as text } from "./strings";

const route = getRouteApi("/inside/admin/payments");
const NO_FILTERS: PaymentsSearch = {
  user: undefined,
  kind: undefined,
  status: undefined,
  since: undefined,
  until: undefined,
};

/** Payments of all accounts, with filters in the address. */
export function PaymentsPage() {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(paymentsQuery(filters));
  const change = (part: PaymentsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <Page title={text.title} description={text.description}>
      <div className="grid gap-4">
        <PaymentFilters filters={filters} onChange={change} onClear={() => change(NO_FILTERS)} />
        <div className="card overflow-clip">
          <PagedTable
            caption={text.title}
            columns={columns}
            query={query}
            rowKey={(row) => row.id}
            cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3"
            empty={
              <EmptyState
                title={isFiltered ? text.noMatch : text.empty}
                icon={isFiltered ? <SearchX size={20} aria-hidden /> : <CreditCard size={20} aria-hidden />}
                action={isFiltered && <Button onClick={() => change(NO_FILTERS)}>{text.clear}</Button>}
              >
                {isFiltered ? text.noMatchHint : text.emptyHint}
              </EmptyState>
            }
          />
        </div>
      </div>
    </Page>
  );
}

const columns: readonly Column<Payment>[] = [
  {
    key: "what",
    header: text.what,
    primary: true,
    cell: (row) => (
      <Link
        to="/jobs/$id"
        params={{ id: row.job_id }}
        search={{ owner: row.user.id }}
        data-row-link
        className="block w-fit scroll-my-20 rounded whitespace-nowrap"
      >
        {row.credits == null ? text.deposit : text.credits(row.credits, formatNumber(row.credits))}
      </Link>
    ),
  },
  {
    key: "status",
    header: text.status,
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-1.5 @max-2xl:flex-col @max-2xl:items-end">
        <StatusChip status={row.status} />
        {row.is_blocking && <Pill tone="danger">{text.blocking}</Pill>}
      </span>
    ),
    className: `${inCard.plain} @max-2xl:justify-end`,
  },
  {
    key: "user",
    header: text.user,
    cell: (row) => <UserLink user={row.user} none="" />,
    className: inCard.plain,
  },
  {
    key: "amount",
    header: text.amount,
    numeric: true,
    cell: (row) => (
      <span className="grid @max-2xl:justify-items-end">
        <Money amount={row.amount} currency={row.currency} />
        {Number(row.refunded) > 0 && (
          <span className="text-sm text-muted">
            {text.refunded} <Money amount={row.refunded} currency={row.currency} />
          </span>
        )}
        {row.shortfall > 0 && (
          <span className="text-sm text-danger">{text.shortfall(formatNumber(row.shortfall))}</span>
        )}
      </span>
    ),
    className: `${inCard.plain} @max-2xl:justify-end`,
  },
  {
    key: "reference",
    header: text.reference,
    cell: (row) =>
      row.payment_intent && (
        <code
          className="block max-w-44 truncate font-mono @2xl:max-w-24 text-xs text-muted"
          title={row.payment_intent}
        >
          {row.payment_intent}
        </code>
      ),
    className: inCard.plain,
  },
  {
    key: "when",
    header: text.when,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: `${inCard.plain} ${inCard.small} @max-2xl:col-start-2 @max-2xl:justify-end`,
  },
  {
    key: "actions",
    header: text.actions,
    bare: true,
    numeric: true,
    cell: (row) => row.is_blocking && <ClearBlockButton user={row.user} />,
    className: `${inCard.plain} @max-2xl:col-span-2`,
  },
];
