import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import ArrowDown from "lucide-react/icons/arrow-down";
import MessageCircle from "lucide-react/icons/message-circle";
import {
  Fragment,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useUser } from "@/app/use-session";
import { formatDayName } from "@/lib/format";
import { Button } from "@/ui/button";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { localDay } from "./days";
import { type ChatMessage, type Conversation, namesOf, readersBySeq } from "./model";
import { useOutbox } from "./outbox";
import { PendingBubble } from "./pending-bubble";
import { Placeholders } from "./placeholders";
import { chat } from "./strings";
import { type Range, rangeOf, useFirstSeq, useMessages } from "./use-pages";
import { useSeen } from "./use-seen";

/** A message to show; `turn` makes the same one a second time another target. */
export interface Target {
  seq: number;
  turn: number;
}

export interface RowProps {
  message: ChatMessage;
  conversation: Conversation;
  /** Whether it follows one of the same author closely: then the name is not repeated. */
  follows: boolean;
  /** Who has read up to here. */
  readBy: string | undefined;
  highlighted: boolean;
}

interface Props {
  conversation: Conversation;
  target?: Target | undefined;
  row: (props: RowProps) => ReactNode;
  /** What stands after the newest message, such as an answer that is growing. */
  tail?: ReactNode;
  empty?: ReactNode;
}

const ESTIMATE_PX = 64;
const END_PX = 80;

/**
 * The messages of a conversation. Their numbers have no gaps, so each has its place from the start, however many there
 * are: only those on screen are drawn, and only their pages fetched.
 */
export function MessageList(props: Props) {
  const { id, last_seq } = props.conversation;
  const first = useFirstSeq(id, last_seq);
  const newest = useMessages(id, last_seq, undefined);
  if (first !== undefined && newest.isReady) return <Loaded {...props} first={first} />;
  if (!newest.error) return <Placeholders />;
  return (
    <div className="min-h-0 grow overflow-y-auto">
      <ErrorState error={newest.error} onRetry={newest.retry} />
    </div>
  );
}

function Loaded({ conversation, target, row, tail, empty, first }: Props & { first: number }) {
  const user = useUser();
  const { id, last_seq } = conversation;
  const scroller = useRef<HTMLElement>(null);
  const [range, setRange] = useState<Range>();
  const [seen, setSeen] = useState<number>();
  const [away, setAway] = useState<{ from: number }>();
  const messages = useMessages(id, last_seq, range);
  const stored = Math.max(0, last_seq - first + 1);
  const pending = useOutbox(id).filter(({ clientId }) => !isStored(messages.at, last_seq, clientId));
  const count = stored + pending.length + (tail ? 1 : 0);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATE_PX,
    getItemKey: (at) => (at < stored ? first + at : (pending[at - stored]?.clientId ?? "tail")),
    overscan: 6,
    paddingStart: 16,
    paddingEnd: 8,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: END_PX,
    onChange: (now) => {
      const items = now.getVirtualItems();
      const [top, bottom] = [items[0], items.at(-1)];
      if (!top || !bottom) return;
      const last = Math.min(last_seq, first + bottom.index);
      const next = rangeOf(first + top.index, last, last_seq);
      // Drawn again for another page, not for each row.
      setRange((old) => (old?.from === next.from && old.to === next.to ? old : next));
      if (conversation.unread_count > 0) setSeen(last);
      const isAway = !now.isAtEnd(END_PX * 2);
      setAway((old) => (isAway ? (old ?? { from: last_seq }) : undefined));
    },
  });
  useEnd(scroller, away !== undefined, () => virtualizer.scrollToEnd());
  const mine = pending.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the user sends is shown, wherever they are
  useEffect(() => {
    if (mine > 0) virtualizer.scrollToEnd();
  }, [mine]);
  const highlighted = useTarget(target, (seq) => virtualizer.scrollToIndex(seq - first, { align: "center" }));
  useSeen(conversation, away ? seen : last_seq);
  const readers = readersBySeq(conversation, user.id);
  const readBy = (message: ChatMessage) => {
    const names = readers.get(message.seq);
    if (!names || message.role === "system") return undefined;
    return conversation.kind === "direct"
      ? message.sender?.id === user.id
        ? chat.read
        : undefined
      : chat.readBy(namesOf(names));
  };
  const draw = (at: number) => {
    const waits = pending[at - stored];
    if (at >= stored) return waits ? <PendingBubble id={id} pending={waits} /> : tail;
    const message = messages.at(first + at);
    if (!message) return <Skeleton className="h-11 w-2/5 rounded-2xl" />;
    const before = at > 0 ? messages.at(first + at - 1) : undefined;
    return (
      <Fragment key={message.id}>
        {startsDay(message, before, at) && <DayLine at={message.created_at} />}
        {row({
          message,
          conversation,
          follows: follows(message, before),
          readBy: readBy(message),
          highlighted: highlighted === message.seq,
        })}
      </Fragment>
    );
  };
  return (
    <div className="relative flex min-h-0 grow flex-col">
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section
        ref={scroller}
        aria-label={chat.messages}
        aria-busy={messages.isFetching}
        tabIndex={0}
        onKeyDown={(event) => {
          if (jumps[event.key]?.(virtualizer)) event.preventDefault();
        }}
        className="flex min-h-0 grow flex-col overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above */}
        {count === 0 ? (
          <div className="my-auto">
            {empty ?? (
              <EmptyState title={chat.sayHello} icon={<MessageCircle size={20} aria-hidden />}>
                {chat.sayHelloHint}
              </EmptyState>
            )}
          </div>
        ) : (
          <ol
            className="relative mt-auto w-full shrink-0"
            style={{ height: `${virtualizer.getTotalSize()}px` }}
          >
            {virtualizer.getVirtualItems().map((item) => (
              <li
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                aria-setsize={count}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0 px-4 pb-2 sm:px-6"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {draw(item.index)}
              </li>
            ))}
          </ol>
        )}
      </section>
      {messages.error !== undefined && (
        <div
          role="alert"
          className="absolute inset-x-4 top-3 flex items-center gap-3 rounded-lg bg-danger-soft px-3 py-2 text-sm text-on-danger-soft"
        >
          <span className="grow">{chat.pageFailed}</span>
          <Button size="sm" onClick={messages.retry}>
            {chat.retry}
          </Button>
        </div>
      )}
      {away && (
        <div className="absolute right-4 bottom-3 rounded-lg shadow-high">
          <Button
            size="sm"
            icon={<ArrowDown size={14} aria-hidden />}
            onClick={() => virtualizer.scrollToEnd()}
          >
            {chat.toNewest(Math.max(0, last_seq - away.from))}
          </Button>
        </div>
      )}
    </div>
  );
}

// The browser's own way is slow, and ends where rows on its way turn out to be higher than they were thought to be.
const jumps: Record<string, (list: Virtualizer<HTMLElement, Element>) => true> = {
  Home: (list) => {
    list.scrollToIndex(0);
    return true;
  },
  End: (list) => {
    list.scrollToEnd();
    return true;
  },
};

/** Messages that are accepted already, with their answer still on its way, are shown once. */
function isStored(at: (seq: number) => ChatMessage | undefined, last: number, clientId: string): boolean {
  for (let seq = last; seq > last - 20 && seq > 0; seq -= 1) {
    if (at(seq)?.client_id === clientId) return true;
  }
  return false;
}

const CLOSE_MS = 5 * 60_000;

function follows(message: ChatMessage, before: ChatMessage | undefined): boolean {
  if (!before || before.role !== message.role || before.sender?.id !== message.sender?.id) return false;
  return Date.parse(message.created_at) - Date.parse(before.created_at) < CLOSE_MS;
}

function startsDay(message: ChatMessage, before: ChatMessage | undefined, at: number): boolean {
  if (at === 0) return true;
  return before !== undefined && localDay(before.created_at) !== localDay(message.created_at);
}

function DayLine({ at }: { at: string }) {
  return (
    <p className="mb-3 flex items-center gap-3 pt-2 text-sm font-medium text-muted before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
      <time dateTime={localDay(at)}>{formatDayName(at)}</time>
    </p>
  );
}

/** Begins at the end, and stays there while the room changes: as the field below grows, for one. */
function useEnd(scroller: RefObject<HTMLElement | null>, away: boolean, scrollToEnd: () => void): void {
  const isAway = useRef(away);
  isAway.current = away;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the conversation opens
  useLayoutEffect(() => {
    scrollToEnd();
    if (!scroller.current) return;
    const observer = new ResizeObserver(() => {
      if (!isAway.current) scrollToEnd();
    });
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
}

const SHOWN_MS = 2_500;

/** Scrolls to a target, and returns its number for as long as it stands out. */
function useTarget(target: Target | undefined, scroll: (seq: number) => void): number | undefined {
  const [shown, setShown] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each target
  useEffect(() => {
    if (!target) return;
    scroll(target.seq);
    setShown(target.seq);
    const timer = setTimeout(() => setShown(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [target]);
  return shown;
}
