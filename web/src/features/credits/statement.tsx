import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { cx } from "@/lib/cx";
import { useRowKeys } from "@/lib/use-row-keys";
import type { LiveEvent } from "@/live/event";
import { useNewCount, usePause } from "@/live/pause";
import { Button } from "@/ui/button";
import { DateRange } from "@/ui/date-range";
import { FilterButtons } from "@/ui/filter-buttons";
import { PauseButton } from "@/ui/pause-button";
import { Select } from "@/ui/select";
import { EmptyState, ErrorState, FormError } from "@/ui/states";
import { type Column, inCard, Table } from "@/ui/table";
import { Credits, DateTime } from "@/ui/values";
import { movementCard } from "./card";
import { type StatementFilter, statementQuery, type Transaction, type TransferKind } from "./queries";
import { credits } from "./strings";

const route = getRouteApi("/inside/credits");

const isKind = (kind: string | undefined): kind is TransferKind =>
  kind !== undefined && kind in credits.kinds;

const columns: readonly Column<Transaction>[] = [
  {
    key: "what",
    header: credits.what,
    primary: true,
    cell: (row) => (
      <span className="grid">
        {row.job_id ? (
          <Link
            to="/jobs/$id"
            params={{ id: row.job_id }}
            data-row-link
            className="link w-fit scroll-my-20 pointer-coarse:py-1.5"
          >
            {credits.kinds[row.kind]}
          </Link>
        ) : (
          // j and k stop at each row; this one has no target page.
          <span data-row-link tabIndex={-1} className="w-fit scroll-my-20 rounded">
            {credits.kinds[row.kind]}
          </span>
        )}
        {row.note && <span className="text-sm font-normal text-muted">{row.note}</span>}
      </span>
    ),
  },
  {
    key: "amount",
    header: credits.amount,
    numeric: true,
    cell: (row) => <Credits value={row.amount} signed />,
    className: cx(inCard.plain, "@max-2xl:justify-end @max-2xl:font-medium"),
  },
  {
    key: "after",
    header: credits.after,
    numeric: true,
    cell: (row) => <Credits value={row.balance_after} />,
    className: cx(inCard.small, "@max-2xl:justify-start @max-2xl:gap-1.5!"),
  },
  {
    key: "when",
    header: credits.when,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: cx(inCard.plain, inCard.small, "@max-2xl:justify-end"),
  },
];

const countOf = (filter: StatementFilter) => Object.values(filter).filter(Boolean).length;

const movementOf = (event: LiveEvent) => (event.type === "credits.balance_changed" ? event.id : undefined);

/** All transactions, with filters in the address. */
export default function Statement() {
  const { kind, since, until } = route.useSearch();
  const filter: StatementFilter = { kind: isKind(kind) ? kind : undefined, since, until };
  const filtered = countOf(filter) > 0;
  const { paused, setPaused } = usePause("statement");
  const fresh = useNewCount(paused, movementOf);
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const movements = useInfiniteQuery(statementQuery(filter, paused));
  const rows = movements.data?.pages.flatMap((page) => page.data);
  return (
    <div className="grid gap-4 pb-2">
      <Filters filter={filter} aside={<PauseButton paused={paused} fresh={fresh} onChange={setPaused} />} />
      {movements.error && rows && <FormError>{credits.refetchFailed}</FormError>}
      {movements.error && !rows ? (
        <ErrorState error={movements.error} onRetry={() => void movements.refetch()} />
      ) : rows?.length === 0 ? (
        <EmptyState
          title={movements.hasNextPage ? credits.noMatchYet : filtered ? credits.noMatch : credits.empty}
        >
          {movements.hasNextPage
            ? credits.noMatchYetHint
            : filtered
              ? credits.noMatchHint
              : credits.emptyHint}
        </EmptyState>
      ) : (
        <div ref={list} className="-mx-4 sm:-mx-5">
          <Table
            caption={credits.statement}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            cardClass={movementCard}
          />
        </div>
      )}
      {movements.hasNextPage && (
        <div className="grid justify-items-center pb-3">
          <Button busy={movements.isFetchingNextPage} onClick={() => void movements.fetchNextPage()}>
            {credits.older}
          </Button>
        </div>
      )}
    </div>
  );
}

/** In one row; on phones behind a button. */
function Filters({ filter, aside }: { filter: StatementFilter; aside: ReactNode }) {
  const [open, setOpen] = useState(false);
  const navigate = route.useNavigate();
  const set = (change: StatementFilter) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const kinds = Object.entries(credits.kinds).map(([value, label]) => ({ value, label }));
  const active = countOf(filter);
  return (
    <div className="grid gap-3 sm:flex sm:flex-wrap sm:items-end">
      <FilterButtons
        active={active}
        open={open}
        onOpen={setOpen}
        onClear={() => set({ kind: undefined, since: undefined, until: undefined })}
        aside={aside}
      />
      <search
        aria-label={credits.filters}
        className={cx("flex-wrap items-end gap-3 sm:flex", open ? "flex" : "hidden")}
      >
        <Select
          label={credits.kind}
          className="w-full sm:w-52"
          value={filter.kind ?? ""}
          data-filter
          options={[{ value: "", label: credits.allKinds }, ...kinds]}
          onChange={(event) => set({ kind: (event.target.value || undefined) as TransferKind | undefined })}
        />
        <DateRange
          labels={{ since: credits.from, until: credits.until }}
          range={filter}
          onChange={set}
          className="min-w-36 flex-1 sm:flex-none"
        />
      </search>
    </div>
  );
}
