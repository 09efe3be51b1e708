import type { EventSourceMessage } from "eventsource-parser";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { authorizedFetch } from "@/api/client";
import { isProblem } from "@/api/problem";
import { type Connection, isLiveEvent, type LiveEvent } from "./event";

/** The server sends a comment after 15 seconds of silence; a connection that is silent for longer is dead. */
const SILENCE_MS = 40_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface StreamHandlers {
  /** Where to resume: the id of the last processed event. */
  cursor: () => string | undefined;
  onEvent: (event: LiveEvent, cursor: string) => void;
  /** Where a stream without a cursor starts. */
  onStart: (cursor: string) => void;
  onConnection: (connection: Connection) => void;
  /** The stream is open, but earlier events may be missing: without a cursor, or with one that is too old. */
  onGap: () => void;
}

/** Reads the event stream until `signal` aborts, and reconnects whenever it ends. */
export async function readEvents(handlers: StreamHandlers, signal: AbortSignal): Promise<void> {
  let failures = 0;
  handlers.onConnection("connecting");
  while (!signal.aborted) {
    let forget = false;
    try {
      await readOnce(handlers, signal, () => {
        failures = 0;
      });
    } catch (error) {
      if (signal.aborted) return;
      forget = isProblem(error, "invalid_cursor");
      if (isProblem(error) && error.status === 401) return handlers.onConnection("offline");
    }
    if (forget) handlers.onGap();
    failures += 1;
    // A stream ends after 15 minutes, or when the server restarts: the first end is not an error.
    if (failures > 1) handlers.onConnection("offline");
    await pause(failures, signal);
  }
}

/**
 * A second at first, then longer, up to half a minute; with jitter, so that a restart does not cause a burst of
 * reconnects.
 */
export function pause(failures: number, signal: AbortSignal): Promise<void> {
  const limit = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  const milliseconds = limit / 2 + Math.random() * (limit / 2);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", visible);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const visible = () => {
      if (document.visibilityState === "visible") done();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    document.addEventListener("visibilitychange", visible);
    signal.addEventListener("abort", done);
  });
}

async function readOnce(handlers: StreamHandlers, signal: AbortSignal, opened: () => void): Promise<void> {
  const silence = new AbortController();
  const url = new URL("/v1/events/stream", location.origin);
  const cursor = handlers.cursor();
  const headers = new Headers({ Accept: "text/event-stream" });
  if (cursor) headers.set("Last-Event-ID", cursor);
  const either = AbortSignal.any([signal, silence.signal]);
  const response = await authorizedFetch(new Request(url, { headers, signal: either, cache: "no-store" }));
  if (!response.body) return;
  opened();
  handlers.onConnection("live");
  if (!cursor) handlers.onGap();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  try {
    const messages = response.body
      .pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array<ArrayBuffer>, string>)
      .pipeThrough(new EventSourceParserStream({ onComment: alive }));
    const reader = messages.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      alive();
      handle(next.value, handlers);
    }
  } finally {
    clearTimeout(timer);
  }
}

export function handle(message: EventSourceMessage, handlers: StreamHandlers): void {
  if (message.event === "gap") handlers.onGap();
  if (!message.id) return;
  if (message.event === "cursor") handlers.onStart(message.id);
  const event: unknown = JSON.parse(message.data);
  if (isLiveEvent(event)) handlers.onEvent(event, message.id);
}
