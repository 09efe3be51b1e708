import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { startTransition } from "react";
import type { LiveEvent } from "./event";

/**
 * Applies one event to the query cache. It must be idempotent: an event is applied again to a page that was fetched
 * while it arrived. Use `patch` for a cached row or balance, `refetchSoon` for a list.
 */
export type LiveHandler = (event: LiveEvent, client: QueryClient) => void;

const handlers: { prefix: string; handler: LiveHandler }[] = [];
const watchers = new Set<(events: LiveEvent[]) => void>();

/** Registers a feature's handler when its module loads: `onLive("message.", (event, client) => …)`. */
export function onLive(prefix: string, handler: LiveHandler): void {
  handlers.push({ prefix, handler });
}

/** Calls back once with each batch of new events: for "12 new" and announcements. */
export function watchLive(watcher: (events: LiveEvent[]) => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

// --- order ------------------------------------------------------------------------------------------------

const newest = new Map<string, number>();
const MOST_KEPT = 5_000;

/**
 * Whether an event is at least as new as all seen before with this name, such as `message:msg_…`. The log is in the
 * order of transactions: `delivered` may precede `sent`, and a refund its charge.
 */
export function isNewest(thing: string, seq: number): boolean {
  const seen = newest.get(thing);
  if (seen !== undefined && seq < seen) return false;
  newest.delete(thing);
  newest.set(thing, seq);
  if (newest.size > MOST_KEPT) {
    const oldest = newest.keys().next();
    if (!oldest.done) newest.delete(oldest.value);
  }
  return true;
}

// --- into the cache ---------------------------------------------------------------------------------------

/** Updates the cached value of a key, if any. */
export function patch<T>(client: QueryClient, queryKey: QueryKey, change: (old: T) => T): void {
  client.setQueryData<T>(queryKey, (old) => (old === undefined ? undefined : change(old)));
}

const LIST_PAUSE_MS = 1_000;
const soon = new Map<string, { at: number; timer: ReturnType<typeof setTimeout> | undefined }>();

/** Marks lists as stale and refetches those on screen, at most once a second per key. */
export function refetchSoon(client: QueryClient, queryKey: QueryKey): void {
  const key = hashKey(queryKey);
  const state = soon.get(key) ?? { at: 0, timer: undefined };
  soon.set(key, state);
  if (state.timer !== undefined) return;
  const run = () => {
    state.timer = undefined;
    state.at = Date.now();
    // A hidden tab only records that its lists are stale; `refetchStale` fetches them when it is shown.
    const refetchType = document.visibilityState === "visible" ? "active" : "none";
    void client.invalidateQueries({ queryKey, refetchType });
  };
  const wait = state.at + LIST_PAUSE_MS - Date.now();
  state.timer = setTimeout(run, Math.max(0, wait));
}

/** Refetches lists that became stale while the tab was hidden. */
export function refetchStale(client: QueryClient): void {
  void client.refetchQueries({ type: "active", predicate: (query) => query.state.isInvalidated });
}

// --- batches and late pages -------------------------------------------------------------------------------

const REPLAY_MS = 30_000;
let recent: { at: number; event: LiveEvent }[] = [];

function run(event: LiveEvent, client: QueryClient): void {
  for (const { prefix, handler } of handlers) {
    if (event.type.startsWith(prefix)) handler(event, client);
  }
}

/**
 * Applies events in batches of one frame: a burst of a thousand is one render. Responses that were in flight may be
 * older than these events, so the events are applied to them again.
 */
export class LiveApplier {
  private waiting: LiveEvent[] = [];
  private scheduled = false;
  private readonly fetches = new Map<string, number>();
  private readonly stop: () => void;

  constructor(private readonly client: QueryClient) {
    this.stop = client.getQueryCache().subscribe((change) => {
      if (change.type !== "updated") return;
      const { action, query } = change;
      if (action.type === "fetch") this.fetches.set(query.queryHash, Date.now());
      if (action.type === "success" && !action.manual) this.replay(query.queryHash);
    });
  }

  add(event: LiveEvent): void {
    this.waiting.push(event);
    if (this.scheduled) return;
    this.scheduled = true;
    // A hidden tab has no frames, but its state must stay current.
    if (document.visibilityState === "visible") requestAnimationFrame(() => this.flush());
    else setTimeout(() => this.flush(), 100);
  }

  close(): void {
    this.stop();
    this.waiting = [];
    recent = [];
    newest.clear();
  }

  private flush(): void {
    this.scheduled = false;
    const events = this.waiting;
    this.waiting = [];
    const now = Date.now();
    recent = recent.filter((entry) => entry.at > now - REPLAY_MS);
    for (const event of events) recent.push({ at: now, event });
    startTransition(() => {
      for (const event of events) run(event, this.client);
      for (const watcher of watchers) watcher(events);
    });
  }

  private replay(queryHash: string): void {
    const since = this.fetches.get(queryHash);
    this.fetches.delete(queryHash);
    if (since === undefined) return;
    const missed = recent.filter((entry) => entry.at >= since);
    if (missed.length === 0) return;
    queueMicrotask(() => {
      for (const { event } of missed) run(event, this.client);
    });
  }
}
