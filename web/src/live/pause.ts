import type { Query } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { watchLive } from "./apply";
import type { LiveEvent } from "./event";
import { useFlag } from "./preferences";

/** Lists that can be paused. */
export type LiveList = "messages" | "statement" | "recharges" | "inbox" | "events" | "jobs";

/** Whether a list is paused: stored for the user, on all devices. */
export function usePause(list: LiveList): { paused: boolean; setPaused: (paused: boolean) => void } {
  const { on, set } = useFlag(`paused_${list}`);
  return { paused: on, setPaused: set };
}

/**
 * Options of a list's query. While paused it is fetched only if it has no data: not for an event, a focus or a
 * reconnect. What became stale meanwhile is fetched on resume.
 */
export function pausable(paused: boolean) {
  return {
    // biome-ignore lint/suspicious/noExplicitAny: any query at all
    enabled: (query: Query<any, any, any, any>) => !paused || query.state.data === undefined,
    meta: { paused },
  };
}

/** Whether the cached list is paused: then events don't patch it either. */
export function isPaused(query: { meta?: Record<string, unknown> | undefined }): boolean {
  return query.meta?.paused === true;
}

/** Counts distinct objects of events since `counting` began. `idOf` returns undefined for events that don't count. */
export function useNewCount(counting: boolean, idOf: (event: LiveEvent) => string | undefined): number {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: `idOf` is the same function of its list
  useEffect(() => {
    setIds(new Set());
    if (!counting) return;
    return watchLive((events) => {
      const fresh = events.map(idOf).filter((id) => id !== undefined);
      if (fresh.length > 0) setIds((old) => (old.size < MOST_COUNTED ? new Set([...old, ...fresh]) : old));
    });
  }, [counting]);
  return ids.size;
}

const MOST_COUNTED = 1_000;
