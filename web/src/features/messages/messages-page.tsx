import { type UseInfiniteQueryResult, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import PenLine from "lucide-react/icons/pen-line";
import SearchX from "lucide-react/icons/search-x";
import Send from "lucide-react/icons/send";
import { type ReactNode, useRef } from "react";
import { useRowKeys } from "@/lib/use-row-keys";
import { usePause } from "@/live/pause";
import { Button, buttonClass } from "@/ui/button";
import { NewRowsPill } from "@/ui/new-rows-pill";
import { Page } from "@/ui/page";
import { PauseButton } from "@/ui/pause-button";
import { EmptyState, ErrorState } from "@/ui/states";
import { Table } from "@/ui/table";
import { messageCard, messageColumns } from "./columns";
import { FilterBar } from "./filter-bar";
import { countFilters, type Filters } from "./filters";
import type { Message } from "./model";
import { messagesQuery, reloadList } from "./queries";
import { ShareCard } from "./share-card";
import { messages } from "./strings";
import { useNewMessages } from "./use-new-messages";

export function MessagesPage() {
  const filters = useSearch({ from: "/inside/messages" });
  const { paused, setPaused } = usePause("messages");
  const query = useInfiniteQuery(messagesQuery(filters, paused));
  const rows = query.data?.pages.flatMap((page) => page.data);
  const fresh = useNewMessages(filters, rows, paused);
  const pause = (next: boolean) => {
    setPaused(next);
    if (!next) void query.refetch();
  };
  const pauseButton = <PauseButton paused={paused} fresh={fresh} onChange={pause} />;
  return (
    <Page
      title={messages.title}
      actions={
        <>
          <div className="max-sm:hidden">{pauseButton}</div>
          <Link to="/messages/new" className={buttonClass("primary")}>
            <PenLine size={16} aria-hidden />
            {messages.compose}
          </Link>
        </>
      }
    >
      <div className="grid gap-4">
        <ShareCard />
        <List filters={filters} query={query} rows={rows} fresh={paused ? 0 : fresh} aside={pauseButton} />
      </div>
    </Page>
  );
}

interface ListProps {
  filters: Filters;
  query: UseInfiniteQueryResult;
  rows: Message[] | undefined;
  /** Number of announced messages that are not shown yet. */
  fresh: number;
  aside: ReactNode;
}

function List({ filters, query, rows, fresh, aside }: ListProps) {
  const navigate = useNavigate({ from: "/messages" });
  const client = useQueryClient();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const showNew = () => {
    void reloadList(client, filters);
    list.current?.scrollIntoView({ block: "nearest" });
  };
  const setFilters = (next: Filters) => void navigate({ search: next, replace: true });
  return (
    <>
      <FilterBar filters={filters} onChange={setFilters} aside={aside} />
      {query.isRefetchError && rows && (
        <div
          role="alert"
          className="flex flex-wrap items-center justify-between gap-3 rounded-lg bg-warn-soft px-4 py-2 text-sm text-on-warn-soft"
        >
          {messages.stale}
          <Button size="sm" onClick={() => void query.refetch()} busy={query.isFetching}>
            {messages.retry}
          </Button>
        </div>
      )}
      <div ref={list} className="card relative scroll-my-20 overflow-clip" aria-busy={query.isFetching}>
        <NewRowsPill count={fresh} onShow={showNew} />
        {query.error && !rows ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : rows?.length === 0 ? (
          <Nothing
            filtered={countFilters(filters) > 0}
            more={query.hasNextPage}
            onClear={() => setFilters({})}
          />
        ) : (
          <Table
            caption={messages.list}
            columns={messageColumns}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={(row) => void navigate({ to: "/messages/$id", params: { id: row.id } })}
            cardClass={messageCard}
            skeletonRows={12}
          />
        )}
      </div>
      {query.hasNextPage && (
        <div className="grid justify-items-center gap-2">
          {query.isFetchNextPageError && (
            <p role="alert" className="text-sm text-danger">
              {messages.moreFailed}
            </p>
          )}
          <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
            {messages.more}
          </Button>
        </div>
      )}
    </>
  );
}

interface NothingProps {
  filtered: boolean;
  /** The server examines a bounded number of rows per page: older ones may match. */
  more: boolean;
  onClear: () => void;
}

function Nothing({ filtered, more, onClear }: NothingProps) {
  if (filtered) {
    return (
      <EmptyState
        title={more ? messages.noMatchYet : messages.noMatch}
        icon={<SearchX size={20} aria-hidden />}
        action={<Button onClick={onClear}>{messages.filters.clear}</Button>}
      >
        {more ? messages.noMatchYetHint : messages.noMatchHint}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={messages.empty}
      icon={<Send size={20} aria-hidden />}
      action={
        <Link to="/messages/new" className={buttonClass()}>
          {messages.emptyAction}
        </Link>
      }
    >
      {messages.emptyHint}
    </EmptyState>
  );
}
