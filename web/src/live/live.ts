import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { LiveApplier, refetchStale } from "./apply";
import type { Connection, LiveEvent } from "./event";
import { readEvents } from "./stream";

type Message =
  | { kind: "event"; event: LiveEvent; cursor: string }
  | { kind: "connection"; connection: Connection }
  | { kind: "gap" }
  | { kind: "hello" };

let connection: Connection = "connecting";
const listeners = new Set<() => void>();

function setConnection(next: Connection): void {
  if (connection === next) return;
  connection = next;
  for (const listener of listeners) listener();
}

/** The state of the event stream, whichever tab holds it. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}

/**
 * Keeps the cache up to date for a user. One tab of a browser, the holder of the lock `swb-live`, reads the stream and
 * passes events to the others: a browser opens six HTTP/1.1 connections to a host, and a stream in each tab would use
 * them all. Returns a function that ends it.
 */
export function startLive(client: QueryClient, userId: string): () => void {
  const end = new AbortController();
  const channel = new BroadcastChannel(`swb-live-${userId}`);
  const applier = new LiveApplier(client);
  let cursor: string | undefined;
  let leads = false;

  const missed = () => void client.invalidateQueries();
  const send = (message: Message) => channel.postMessage(message);
  const take = (event: LiveEvent, at: string) => {
    cursor = at;
    applier.add({ ...event, cursor: at });
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "event") take(data.event, data.cursor);
    else if (data.kind === "connection") setConnection(data.connection);
    else if (data.kind === "gap") missed();
    else if (leads) send({ kind: "connection", connection });
  };
  const lead = async () => {
    leads = true;
    await readEvents(
      {
        cursor: () => cursor,
        onEvent: (event, at) => {
          take(event, at);
          send({ kind: "event", event, cursor: at });
        },
        onStart: (at) => {
          cursor = at;
        },
        onConnection: (next) => {
          setConnection(next);
          send({ kind: "connection", connection: next });
        },
        onGap: () => {
          cursor = undefined;
          missed();
          send({ kind: "gap" });
        },
      },
      end.signal,
    );
  };
  const onVisible = () => {
    if (document.visibilityState === "visible") refetchStale(client);
  };
  document.addEventListener("visibilitychange", onVisible);
  if (navigator.locks) {
    navigator.locks.request(`swb-live-${userId}`, { signal: end.signal }, lead).catch(ignoreAbort);
    send({ kind: "hello" });
  } else {
    // Without Web Locks (plain http, not localhost) each tab reads the stream itself.
    void lead();
  }
  return () => {
    end.abort();
    channel.close();
    applier.close();
    document.removeEventListener("visibilitychange", onVisible);
    setConnection("connecting");
  };
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
}
