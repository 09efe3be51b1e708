import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { useRowKeys } from "@/lib/use-row-keys";
import { Button } from "./button";
import { NewRowsPill } from "./new-rows-pill";
import { ErrorState } from "./states";
import { ui } from "./strings";
import { Table, type TableProps } from "./table";

interface Props<Row> extends Omit<TableProps<Row>, "rows"> {
  query: UseInfiniteQueryResult<InfiniteData<{ data: Row[] }>>;
  /** Shown while the list is empty. */
  empty: ReactNode;
  /** Rows that are announced and not shown yet. */
  fresh?: number;
  /** Called to show them: the query starts again at its first page. */
  onShowNew?: () => void;
  /** The label of the button at the end. */
  more?: string;
}

/** A list that comes in pages: loading, failed, empty, or a table whose rows `j` and `k` reach, and a way to older ones. */
export function PagedTable<Row>({
  query,
  empty,
  fresh = 0,
  onShowNew = () => undefined,
  more = ui.older,
  ...table
}: Props<Row>) {
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const rows = query.data?.pages.flatMap((page) => page.data);
  if (query.error && !rows) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div ref={list} aria-busy={query.isFetching} className="relative scroll-my-20">
      <NewRowsPill
        count={fresh}
        onShow={() => {
          onShowNew();
          list.current?.scrollIntoView({ block: "nearest" });
        }}
      />
      {query.isRefetchError && (
        <div
          role="alert"
          className="flex flex-wrap items-center justify-between gap-3 bg-warn-soft px-4 py-2 text-sm text-on-warn-soft sm:px-5"
        >
          {ui.stale}
          <Button size="sm" onClick={() => void query.refetch()} busy={query.isFetching}>
            {ui.retry}
          </Button>
        </div>
      )}
      {rows?.length === 0 && !query.hasNextPage ? empty : <Table {...table} rows={rows} />}
      {query.hasNextPage && (
        <div className="grid justify-items-center gap-2 border-t border-line py-3">
          {query.isFetchNextPageError && (
            <p role="alert" className="text-sm text-danger">
              {ui.olderFailed}
            </p>
          )}
          <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
            {more}
          </Button>
        </div>
      )}
    </div>
  );
}
