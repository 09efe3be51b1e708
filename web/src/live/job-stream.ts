import { EventSourceParserStream } from "eventsource-parser/stream";
import { authorizedFetch } from "@/api/client";
import { isProblem } from "@/api/problem";
import { pause } from "./stream";

/** The server sends a comment after 15 seconds of silence; a connection that is silent for longer is dead. */
const SILENCE_MS = 40_000;

export interface JobEvent {
  type: string;
  data: Record<string, unknown>;
}

interface Handlers {
  /** Where to resume: the id of the last event that has one. */
  cursor: () => string | undefined;
  onEvent: (event: JobEvent, id: string | undefined) => void;
  /** Whether the job has ended and the stream is complete. */
  isOver: () => boolean;
}

/** Reads a job's stream until the job has ended or `signal` aborts; reconnects whenever the connection breaks. */
export async function followJob(id: string, handlers: Handlers, signal: AbortSignal): Promise<void> {
  for (let failures = 1; !signal.aborted && !handlers.isOver(); failures += 1) {
    try {
      await readOnce(id, handlers, signal, () => {
        failures = 0;
      });
    } catch (error) {
      if (signal.aborted || (isProblem(error) && error.status > 0 && error.status < 500)) return;
    }
    if (!signal.aborted && !handlers.isOver()) await pause(Math.max(1, failures), signal);
  }
}

async function readOnce(id: string, handlers: Handlers, signal: AbortSignal, opened: () => void) {
  const silence = new AbortController();
  const headers = new Headers({ Accept: "text/event-stream" });
  const cursor = handlers.cursor();
  if (cursor) headers.set("Last-Event-ID", cursor);
  const url = new URL(`/v1/jobs/${encodeURIComponent(id)}/events`, location.origin);
  const either = AbortSignal.any([signal, silence.signal]);
  const response = await authorizedFetch(new Request(url, { headers, signal: either, cache: "no-store" }));
  if (!response.body) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  alive();
  try {
    const reader = response.body
      .pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array<ArrayBuffer>, string>)
      .pipeThrough(new EventSourceParserStream({ onComment: alive }))
      .getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      alive();
      opened();
      const { event, data, id: at } = next.value;
      handlers.onEvent({ type: event ?? "message", data: JSON.parse(data) }, at || undefined);
    }
  } finally {
    clearTimeout(timer);
  }
}
