import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import InboxIcon from "lucide-react/icons/inbox";
import { type ReactNode, useRef, useState } from "react";
import { cx } from "@/lib/cx";
import { useNow } from "@/lib/use-now";
import { useRowKeys } from "@/lib/use-row-keys";
import type { LiveEvent } from "@/live/event";
import { useNewCount, usePause } from "@/live/pause";
import { Button, buttonClass } from "@/ui/button";
import { PauseButton } from "@/ui/pause-button";
import { Pill } from "@/ui/pill";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { DateTime } from "@/ui/values";
import { arrange, type Order, orderOf } from "./order";
import { type Contact, contactsQuery } from "./queries";
import { inbox } from "./strings";
import { serviceWindow } from "./window";
import { WindowLeft } from "./window-bar";

const receivedFrom = ({ type, data: { id, from } }: LiveEvent) =>
  type === "message.received" && typeof from === "string" ? String(id) : undefined;

/** Phones that wrote, newest first. Rows change in place; changes of the order are announced by a pill. */
export function ContactList({ heading }: { heading: ReactNode }) {
  const { paused, setPaused } = usePause("inbox");
  const counted = useNewCount(paused, receivedFrom);
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const query = useInfiniteQuery(contactsQuery(paused));
  const contacts = query.data?.pages.flatMap((page) => page.data);
  const [order, setOrder] = useState<Order>();
  // The first page, and changes of an empty list, move nothing.
  if (contacts && contacts.length > 0 && (order === undefined || order.phones.length === 0)) {
    setOrder(orderOf(contacts));
  }
  const { rows, moved } = contacts && order ? arrange(contacts, order) : { rows: contacts, moved: 0 };
  const rearrange = () => contacts && setOrder(orderOf(contacts));
  const pause = (next: boolean) => {
    setPaused(next);
    if (next) return;
    void query
      .refetch()
      .then(({ data }) => data && setOrder(orderOf(data.pages.flatMap((page) => page.data))));
  };
  return (
    <div className="flex min-h-0 grow flex-col" aria-busy={query.isFetching}>
      <div className="flex min-h-16 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
        {heading}
        <span className="grow" />
        {moved > 0 && !paused && (
          <Pill tone="accent" onClick={rearrange}>
            {inbox.newRows(moved)}
            <span className="sr-only">{inbox.newRowsHint}</span>
          </Pill>
        )}
        <PauseButton paused={paused} fresh={counted} onChange={pause} />
      </div>
      {query.isRefetchError && rows && (
        <div
          role="alert"
          className="mx-4 mb-3 grid gap-2 rounded-lg bg-warn-soft px-3 py-2 text-sm text-on-warn-soft"
        >
          {inbox.stale}
          <Button size="sm" onClick={() => void query.refetch()} busy={query.isFetching}>
            {inbox.retry}
          </Button>
        </div>
      )}
      {query.error && !rows ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : rows?.length === 0 ? (
        <EmptyState
          title={inbox.empty}
          icon={<InboxIcon size={20} aria-hidden />}
          action={
            <Link to="/messages/new" className={buttonClass()}>
              {inbox.compose}
            </Link>
          }
        >
          {inbox.emptyHint}
        </EmptyState>
      ) : (
        <ul
          ref={list}
          aria-label={inbox.contacts}
          className="min-h-0 grow overflow-y-auto border-t border-line lg:pb-4"
        >
          {rows
            ? rows.map((contact) => <Row key={contact.to} contact={contact} />)
            : Array.from({ length: 8 }, (_, at) => (
                <li key={at} className="grid h-20 content-center gap-2 border-b border-line px-4">
                  <Skeleton className="h-4.5 w-1/2" />
                  <Skeleton className="h-4.5 w-4/5" />
                </li>
              ))}
          {query.hasNextPage && (
            <li className="grid justify-items-center gap-2 p-4">
              {query.isFetchNextPageError && (
                <p role="alert" className="text-sm text-danger">
                  {inbox.moreFailed}
                </p>
              )}
              <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
                {inbox.more}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

function Row({ contact }: { contact: Contact }) {
  const { to, unread, last_message: last, window_ends_at, last_inbound_at } = contact;
  const window = serviceWindow(window_ends_at, useNow());
  return (
    <li className="border-b border-line">
      <Link
        to="/inbox/$phone"
        params={{ phone: to }}
        data-row-link
        className="grid h-20 grid-cols-[minmax(0,1fr)] content-center gap-1 px-4 -outline-offset-2 hover:bg-hover"
        activeProps={{ className: "bg-accent-soft hover:bg-accent-soft" }}
      >
        <span className="flex items-baseline justify-between gap-3">
          <span className={cx("flex min-w-0 items-center gap-2", unread ? "font-semibold" : "font-medium")}>
            {unread && <span aria-hidden className="size-2 shrink-0 rounded-full bg-accent" />}
            <span className="truncate tabular-nums">{to}</span>
            {unread && <span className="sr-only">{inbox.unread}</span>}
          </span>
          <span className="text-sm text-muted">
            <DateTime value={last?.created_at ?? last_inbound_at} />
          </span>
        </span>
        <span className="flex items-baseline justify-between gap-3">
          <span className={cx("min-w-0 truncate", unread ? "text-text" : "text-muted")}>
            {lineOf(contact)}
          </span>
          <WindowLeft window={window} />
        </span>
      </Link>
    </li>
  );
}

function lineOf({ last_message: last }: Contact): string {
  if (!last) return "";
  const text = last.body || (last.media ? inbox.media[last.media] : inbox.noText);
  return last.direction === "sent" ? inbox.you(text) : text;
}
