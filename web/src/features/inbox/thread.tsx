import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowLeft from "lucide-react/icons/arrow-left";
import { useRef, useState } from "react";
import { isSent, type Message } from "@/features/messages/model";
import { useMarkRead } from "@/features/messages/use-mark-read";
import { cx } from "@/lib/cx";
import { formatDayName } from "@/lib/format";
import { isE164 } from "@/lib/mobile";
import { Button, buttonClass } from "@/ui/button";
import { usePageHeading } from "@/ui/page";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { Bubble } from "./bubble";
import { Composer } from "./composer";
import { byDay } from "./days";
import { type Contact, contactQuery, threadQuery } from "./queries";
import { inbox } from "./strings";
import { useServiceWindow } from "./use-service-window";
import { WindowBar } from "./window-bar";

export function Thread() {
  const { phone: typed } = useParams({ from: "/inside/inbox/$phone" });
  // An address may be typed without the plus, which in some addresses means a space.
  const phone = /^\d{7,15}$/.test(typed) ? `+${typed}` : typed;
  return <Conversation key={phone} phone={phone} />;
}

function Conversation({ phone }: { phone: string }) {
  const heading = usePageHeading(inbox.conversation(phone));
  const contact = useQuery(contactQuery(phone));
  const endsAt = contact.data?.window_ends_at;
  const window = useServiceWindow(endsAt);
  return (
    <section aria-label={inbox.conversation(phone)} className="flex min-h-0 min-w-0 flex-col bg-surface">
      {/* Beside the list it has the height of the list's header. */}
      <header className="grid gap-2.5 border-b border-line px-4 py-3 sm:px-6 lg:min-h-[calc(4rem+1px)] lg:grid-cols-[auto_minmax(0,28rem)] lg:items-center lg:justify-between lg:gap-6">
        <div className="flex items-center gap-2">
          <Link
            to="/inbox"
            aria-label={inbox.back}
            className={cx(buttonClass("quiet", "icon"), "-ml-2 lg:hidden")}
          >
            <ArrowLeft size={18} aria-hidden />
          </Link>
          <h1 ref={heading} tabIndex={-1} className="truncate text-lg tabular-nums outline-none">
            <span className="sr-only">{inbox.conversation("")}</span>
            {phone}
          </h1>
        </div>
        {contact.data === undefined && !contact.error ? (
          <Skeleton className="h-8" />
        ) : (
          <WindowBar window={window} endsAt={endsAt} />
        )}
      </header>
      <Messages phone={phone} />
      <Answer phone={phone} contact={contact.data} closed={window.state === "closed"} />
    </section>
  );
}

interface AnswerProps {
  phone: string;
  contact: Contact | null | undefined;
  closed: boolean;
}

function Answer({ phone, contact, closed }: AnswerProps) {
  // No action is offered before the right one is known.
  if (contact === undefined)
    return <div className="h-[8.3125rem] shrink-0 border-t border-line pointer-coarse:h-[8.8125rem]" />;
  if (isE164(phone)) return <Composer phone={phone} closed={closed} wrote={contact !== null} />;
  return contact && <p className="border-t border-line px-4 py-4 text-muted sm:px-6">{inbox.hidden}</p>;
}

const AWAY_PX = 120;

function Messages({ phone }: { phone: string }) {
  const query = useInfiniteQuery(threadQuery(phone));
  const newestFirst = query.data?.pages.flatMap((page) => page.data);
  const scroller = useRef<HTMLElement>(null);
  const [away, setAway] = useState<{ from: string | undefined }>();
  useMarkRead(newestFirst?.find((message) => !isSent(message)));
  const newest = newestFirst?.[0]?.id;
  const onScroll = () => {
    // The layout is reversed: the scroll position is 0 at the end, and negative further up.
    const up = Math.abs(scroller.current?.scrollTop ?? 0) > AWAY_PX;
    if (up !== (away !== undefined)) setAway(up ? { from: newest } : undefined);
  };
  const missed = away && newestFirst ? newestFirst.findIndex(({ id }) => id === away.from) : 0;
  if (query.error && !newestFirst) {
    return (
      <div className="min-h-0 grow overflow-y-auto">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  return (
    <div className="relative flex min-h-0 grow flex-col">
      {/* Without a script the end stays in view for new messages, and the position while older ones load. */}
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section
        ref={scroller}
        aria-label={inbox.messages}
        tabIndex={0}
        onScroll={onScroll}
        className="flex min-h-0 grow flex-col-reverse overflow-y-auto px-4 py-4 -outline-offset-2 sm:px-6"
      >
        {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above */}
        {newestFirst ? (
          <div key="messages" className="grid gap-5">
            {query.hasNextPage && (
              <div className="grid justify-items-center gap-2">
                {query.isFetchNextPageError && (
                  <p role="alert" className="text-sm text-danger">
                    {inbox.moreFailed}
                  </p>
                )}
                <Button size="sm" onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
                  {inbox.older}
                </Button>
              </div>
            )}
            <Days phone={phone} messages={newestFirst} />
          </div>
        ) : (
          <Placeholders key="placeholders" />
        )}
      </section>
      {away && (
        <div className="absolute right-4 bottom-3 rounded-lg shadow-high">
          <Button
            size="sm"
            icon={<ArrowDown size={14} aria-hidden />}
            onClick={() => scroller.current?.scrollTo({ top: 0 })}
          >
            {inbox.toNewest(Math.max(0, missed))}
          </Button>
        </div>
      )}
    </div>
  );
}

function Days({ phone, messages }: { phone: string; messages: readonly Message[] }) {
  if (messages.length === 0) return <EmptyState title={inbox.noMessages} />;
  return byDay(messages).map(({ day, at, messages: ofDay }) => (
    <div key={day} className="grid gap-4">
      <h2 className="flex items-center gap-3 text-sm font-medium text-muted before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        <time dateTime={day}>{formatDayName(at)}</time>
      </h2>
      <ol className="grid gap-3">
        {ofDay.map((message) => (
          <Bubble key={message.id} message={message} phone={phone} />
        ))}
      </ol>
    </div>
  ));
}

function Placeholders() {
  return (
    <div className="grid gap-4">
      <Skeleton className="h-11 w-3/5 rounded-2xl" />
      <Skeleton className="h-11 w-2/5 justify-self-end rounded-2xl" />
      <Skeleton className="h-16 w-1/2 rounded-2xl" />
    </div>
  );
}
