import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useUser } from "@/app/use-session";
import { useRowKeys } from "@/lib/use-row-keys";
import { Button } from "@/ui/button";
import { Pill } from "@/ui/pill";
import { ErrorState, Skeleton } from "@/ui/states";
import { ConversationRow } from "./conversation-row";
import { arrange, byNewest, type Order, orderOf } from "./order";
import { conversationsQuery, type ListKind } from "./queries";
import { chat } from "./strings";

interface Props {
  kind: ListKind;
  /** The id of the open conversation. */
  open: string | undefined;
  heading: ReactNode;
  start: ReactNode;
  empty: ReactNode;
}

/** A filtered list with fewer conversations loads further pages. */
const AT_LEAST = 8;

/** Conversations by newest message. Rows change in place; changes of the order are announced by a pill. */
export function ConversationList({ kind, open, heading, start, empty }: Props) {
  const query = useInfiniteQuery(conversationsQuery(kind));
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const known = query.data?.pages.flatMap((page) => page.data);
  const { rows, moved, rearrange } = useArranged(known);
  const { hasNextPage, isFetching, fetchNextPage, isFetchNextPageError } = query;
  const short = known !== undefined && known.length < AT_LEAST && hasNextPage;
  useEffect(() => {
    if (short && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [short, isFetching, isFetchNextPageError, fetchNextPage]);
  return (
    <div className="flex min-h-0 grow flex-col" aria-busy={query.isFetching}>
      <div className="flex min-h-16 items-center gap-x-3 px-4 py-2.5">
        {heading}
        <span className="grow" />
        {moved > 0 && (
          <Pill tone="accent" onClick={rearrange}>
            {chat.newRows(moved)}
            <span className="sr-only">{chat.newRowsHint}</span>
          </Pill>
        )}
        {start}
      </div>
      {query.isRefetchError && rows && (
        <div
          role="alert"
          className="mx-4 mb-3 grid gap-2 rounded-lg bg-warn-soft px-3 py-2 text-sm text-on-warn-soft"
        >
          {chat.stale}
          <Button size="sm" onClick={() => void query.refetch()} busy={query.isFetching}>
            {chat.retry}
          </Button>
        </div>
      )}
      {query.error && !rows ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : rows?.length === 0 && !hasNextPage ? (
        empty
      ) : (
        <ul
          ref={list}
          aria-label={chat.conversations}
          className="min-h-0 grow overflow-y-auto border-t border-line lg:pb-4"
        >
          {rows
            ? rows.map((one) => <ConversationRow key={one.id} conversation={one} isOpen={one.id === open} />)
            : skeletons}
          {hasNextPage && (
            <li className="grid justify-items-center gap-2 p-4">
              {isFetchNextPageError && (
                <p role="alert" className="text-sm text-danger">
                  {chat.moreFailed}
                </p>
              )}
              <Button onClick={() => void fetchNextPage()} busy={query.isFetchingNextPage}>
                {chat.more}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

const skeletons = Array.from({ length: 8 }, (_, at) => (
  <li key={at} className="flex h-18 items-center gap-3 border-b border-line px-4">
    <Skeleton className="size-10 rounded-full" />
    <span className="grid grow gap-2">
      <Skeleton className="h-4.5 w-1/2" />
      <Skeleton className="h-4.5 w-4/5" />
    </span>
  </li>
));

function useArranged(known: Parameters<typeof arrange>[0] | undefined) {
  const user = useUser();
  const [order, setOrder] = useState<Order>();
  if (!known) return { rows: undefined, moved: 0, rearrange: () => undefined };
  const rearrange = () => setOrder(orderOf(byNewest(known)));
  // The first page, and changes of an empty list, move nothing.
  if (order === undefined || (order.ids.length === 0 && known.length > 0)) {
    const first = orderOf(byNewest(known));
    setOrder(first);
    return { rows: arrange(known, first).rows, moved: 0, rearrange };
  }
  const { rows, moved } = arrange(known, order);
  // The user's own message moves its conversation to the top at once.
  if (moved.some(({ last_message }) => !last_message || last_message.sender?.id === user.id)) rearrange();
  return { rows, moved: moved.length, rearrange };
}
