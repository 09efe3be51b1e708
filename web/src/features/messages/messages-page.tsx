import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { PenLine, SearchX, Send } from "lucide-react";
import { useRef } from "react";
import { cx } from "@/lib/cx";
import { useRowKeys } from "@/lib/use-row-keys";
import { Button, buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { Pill } from "@/ui/pill";
import { EmptyState, ErrorState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, Table } from "@/ui/table";
import { Credits, DateTime } from "@/ui/values";
import { FilterBar } from "./filter-bar";
import { countFilters, type Filters } from "./filters";
import { contactOf, isSent, type Message, statusOf, textOf } from "./model";
import { messagesQuery, reloadList } from "./queries";
import { ShareCard } from "./share-card";
import { messages } from "./strings";
import { useNewMessages } from "./use-new-messages";

// A card on phones: whom and status, the text, channel and time. They speak for themselves.
const unlabelled = "@max-2xl:before:hidden";
const card = "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3";

const columns: readonly Column<Message>[] = [
  {
    key: "contact",
    header: messages.columns.contact,
    primary: true,
    cell: (row) => (
      <Link
        to="/messages/$id"
        params={{ id: row.id }}
        data-row-link
        onClick={(event) => event.stopPropagation()}
        className="block max-w-52 scroll-my-20 truncate rounded @max-2xl:max-w-full"
      >
        {isSent(row) ? messages.to(contactOf(row)) : messages.from(contactOf(row))}
      </Link>
    ),
  },
  {
    key: "status",
    header: messages.columns.status,
    cell: (row) => <StatusChip status={statusOf(row)} />,
    className: cx("@2xl:w-32 @max-2xl:justify-end", unlabelled),
  },
  {
    key: "text",
    header: messages.columns.text,
    cell: (row) => <span className="line-clamp-1 max-w-[46ch] break-all">{textOf(row)}</span>,
    className: cx("w-full text-muted @max-2xl:col-span-2", unlabelled),
  },
  {
    key: "channel",
    header: messages.columns.channel,
    cell: (row) => messages.channels[row.channel],
    className: cx("@max-2xl:text-sm @max-2xl:text-muted", unlabelled),
  },
  {
    key: "price",
    header: messages.columns.price,
    numeric: true,
    cell: (row) => row.price != null && <Credits value={row.price} />,
    className: "@max-2xl:hidden!",
  },
  {
    key: "time",
    header: messages.columns.time,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: cx("@max-2xl:justify-end @max-2xl:text-sm @max-2xl:text-muted", unlabelled),
  },
];

export function MessagesPage() {
  const filters = useSearch({ from: "/inside/messages" });
  return (
    <Page
      title={messages.title}
      actions={
        <Link to="/messages/new" className={buttonClass("primary")}>
          <PenLine size={16} aria-hidden />
          {messages.compose}
        </Link>
      }
    >
      <div className="grid gap-4">
        <ShareCard />
        <List filters={filters} />
      </div>
    </Page>
  );
}

function List({ filters }: { filters: Filters }) {
  const navigate = useNavigate({ from: "/messages" });
  const client = useQueryClient();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const query = useInfiniteQuery(messagesQuery(filters));
  const rows = query.data?.pages.flatMap((page) => page.data);
  const fresh = useNewMessages(filters, rows);
  const showNew = () => {
    void reloadList(client, filters);
    list.current?.scrollIntoView({ block: "nearest" });
  };
  const setFilters = (next: Filters) => void navigate({ search: next, replace: true });
  return (
    <>
      <FilterBar filters={filters} onChange={setFilters} />
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
        {fresh > 0 && (
          <div className="pointer-events-none sticky top-16 z-10 flex h-0 justify-center">
            <div className="pointer-events-auto mt-1.5 h-6 rounded-full shadow-high pointer-coarse:mt-0.5">
              <Pill tone="accent" onClick={showNew}>
                {messages.newRows(fresh)}
                <span className="sr-only">{messages.newRowsHint}</span>
              </Pill>
            </div>
          </div>
        )}
        {query.error && !rows ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : rows?.length === 0 ? (
          <Nothing filtered={countFilters(filters) > 0} onClear={() => setFilters({})} />
        ) : (
          <Table
            caption={messages.list}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={(row) => void navigate({ to: "/messages/$id", params: { id: row.id } })}
            cardClass={card}
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

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState
        title={messages.noMatch}
        icon={<SearchX size={20} aria-hidden />}
        action={<Button onClick={onClear}>{messages.filters.clear}</Button>}
      >
        {messages.noMatchHint}
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
