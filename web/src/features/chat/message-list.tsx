import { useVirtualizer } from "@tanstack/react-virtual";
import MessageCircle from "lucide-react/icons/message-circle";
import { Fragment, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { useUser } from "@/app/use-session";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import {
  DayLine,
  follows,
  isStored,
  jumps,
  PageError,
  startsDay,
  type Target,
  ToNewest,
  useEnd,
  useTarget,
} from "./message-list-parts";
import { type ChatMessage, type Conversation, namesOf, readersBySeq } from "./model";
import { useOutbox } from "./outbox";
import { PendingBubble } from "./pending-bubble";
import { Placeholders } from "./placeholders";
import { chat } from "./strings";
import { type Range, rangeOf, useFirstSeq, useMessages } from "./use-pages";
import { useSeen } from "./use-seen";

export type { Target };

export interface RowProps {
  message: ChatMessage;
  conversation: Conversation;
  /** Whether it closely follows one of the same author, so that the name is not repeated. */
  follows: boolean;
  /** The names of members who have read up to here. */
  readBy: string | undefined;
  highlighted: boolean;
}

interface Props {
  conversation: Conversation;
  target?: Target | undefined;
  row: (props: RowProps) => ReactNode;
  /** Shown after the newest message, such as a partial answer. */
  tail?: ReactNode;
  empty?: ReactNode;
}

const ESTIMATE_PX = 64;
const END_PX = 80;

/**
 * The messages of a conversation. Their numbers have no gaps, so each has its position from the start, however many
 * there are: only those on screen are rendered, and only their pages fetched.
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

type LoadedProps = Props & { first: number };

function Loaded(props: LoadedProps) {
  const { conversation, target, empty, first } = props;
  const scroller = useRef<HTMLElement>(null);
  const list = useList(conversation, first, scroller, Boolean(props.tail));
  const { virtualizer, messages, away, count } = list;
  const highlighted = useTarget(target, (seq) => virtualizer.scrollToIndex(seq - first, { align: "center" }));
  const draw = useDraw(props, list, highlighted);
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
          <div className="my-auto">{empty ?? <SayHello />}</div>
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
      {messages.error !== undefined && <PageError onRetry={messages.retry} />}
      {away && (
        <ToNewest
          missed={Math.max(0, conversation.last_seq - away.from)}
          onClick={() => virtualizer.scrollToEnd()}
        />
      )}
    </div>
  );
}

/** The list's items, the visible range, and the scroll position. */
function useList(
  conversation: Conversation,
  first: number,
  scroller: RefObject<HTMLElement | null>,
  hasTail: boolean,
) {
  const { id, last_seq } = conversation;
  const [range, setRange] = useState<Range>();
  const [seen, setSeen] = useState<number>();
  const [away, setAway] = useState<{ from: number }>();
  const messages = useMessages(id, last_seq, range);
  const stored = Math.max(0, last_seq - first + 1);
  const pending = useOutbox(id).filter(({ clientId }) => !isStored(messages.at, last_seq, clientId));
  const count = stored + pending.length + (hasTail ? 1 : 0);
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
      // Rendered again for another page, not for each row.
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
  useSeen(conversation, away ? seen : last_seq);
  return { virtualizer, messages, pending, stored, count, away };
}

/** Renders a row: a stored message, a pending one, or the tail. */
function useDraw(
  { conversation, row, tail, first }: LoadedProps,
  { messages, pending, stored }: ReturnType<typeof useList>,
  highlighted: number | undefined,
) {
  const user = useUser();
  const readers = readersBySeq(conversation, user.id);
  const readBy = ({ seq, role, sender }: ChatMessage) => {
    const names = readers.get(seq);
    if (!names || role === "system") return undefined;
    if (conversation.kind !== "direct") return chat.readBy(namesOf(names));
    return sender?.id === user.id ? chat.read : undefined;
  };
  return (at: number): ReactNode => {
    const waits = pending[at - stored];
    if (at >= stored) return waits ? <PendingBubble id={conversation.id} pending={waits} /> : tail;
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
}

function SayHello() {
  return (
    <EmptyState title={chat.sayHello} icon={<MessageCircle size={20} aria-hidden />}>
      {chat.sayHelloHint}
    </EmptyState>
  );
}
