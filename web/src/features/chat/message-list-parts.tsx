import type { Virtualizer } from "@tanstack/react-virtual";
import ArrowDown from "lucide-react/icons/arrow-down";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { formatDayName } from "@/lib/format";
import { Button } from "@/ui/button";
import { localDay } from "./days";
import type { ChatMessage } from "./model";
import { chat } from "./strings";

/** A message to scroll to; `turn` distinguishes repeated requests for the same one. */
export interface Target {
  seq: number;
  turn: number;
}

// The browser's own scrolling is slow, and stops short if rows on the way are higher than estimated.
export const jumps: Record<string, (list: Virtualizer<HTMLElement, Element>) => true> = {
  Home: (list) => {
    list.scrollToIndex(0);
    return true;
  },
  End: (list) => {
    list.scrollToEnd();
    return true;
  },
};

/** Accepted messages whose response is still in flight are shown once. */
export function isStored(
  at: (seq: number) => ChatMessage | undefined,
  last: number,
  clientId: string,
): boolean {
  for (let seq = last; seq > last - 20 && seq > 0; seq -= 1) {
    if (at(seq)?.client_id === clientId) return true;
  }
  return false;
}

const CLOSE_MS = 5 * 60_000;

export function follows(message: ChatMessage, before: ChatMessage | undefined): boolean {
  if (!before || before.role !== message.role || before.sender?.id !== message.sender?.id) return false;
  return Date.parse(message.created_at) - Date.parse(before.created_at) < CLOSE_MS;
}

export function startsDay(message: ChatMessage, before: ChatMessage | undefined, at: number): boolean {
  if (at === 0) return true;
  return before !== undefined && localDay(before.created_at) !== localDay(message.created_at);
}

export function DayLine({ at }: { at: string }) {
  return (
    <p className="mb-3 flex items-center gap-3 pt-2 text-sm font-medium text-muted before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
      <time dateTime={localDay(at)}>{formatDayName(at)}</time>
    </p>
  );
}

/** Starts at the end, and stays there while the height changes, for example of the field below. */
export function useEnd(
  scroller: RefObject<HTMLElement | null>,
  away: boolean,
  scrollToEnd: () => void,
): void {
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

/** Scrolls to a target, and returns its number while it is highlighted. */
export function useTarget(target: Target | undefined, scroll: (seq: number) => void): number | undefined {
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

/** Reports that a page of messages is missing. */
export function PageError({ onRetry }: { onRetry: () => void }) {
  return (
    <div
      role="alert"
      className="absolute inset-x-4 top-3 flex items-center gap-3 rounded-lg bg-danger-soft px-3 py-2 text-sm text-on-danger-soft"
    >
      <span className="grow">{chat.pageFailed}</span>
      <Button size="sm" onClick={onRetry}>
        {chat.retry}
      </Button>
    </div>
  );
}

/** Leads back to the end, and counts new messages there. */
export function ToNewest({ missed, onClick }: { missed: number; onClick: () => void }) {
  return (
    <div className="absolute right-4 bottom-3 rounded-lg shadow-high">
      <Button size="sm" icon={<ArrowDown size={14} aria-hidden />} onClick={onClick}>
        {chat.toNewest(missed)}
      </Button>
    </div>
  );
}
