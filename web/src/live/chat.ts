import type { QueryClient } from "@tanstack/react-query";
import { startTransition, useSyncExternalStore } from "react";
import { getSession, subscribeSession } from "@/api/session";
import { type ChatFrame, type Outgoing, openSocket } from "./chat-socket";
import type { Connection } from "./event";

export type { ChatFrame } from "./chat-socket";

type Message =
  | { kind: "frame"; frame: ChatFrame }
  | { kind: "opened" }
  | { kind: "connection"; connection: Connection }
  | { kind: "hello" }
  | { kind: "send"; frame: Outgoing };

/** Applies a frame to the query cache. Idempotent: frames are applied again to responses that were in flight. */
export type ChatHandler = (frame: ChatFrame, client: QueryClient) => void;

const handlers: ChatHandler[] = [];
const openedHandlers: ((client: QueryClient) => void)[] = [];

/** Registers a feature's handler when its module loads. */
export function onChat(handler: ChatHandler): void {
  handlers.push(handler);
}

const watchers = new Set<(frame: ChatFrame) => void>();

/** Calls back once with each new frame: for announcements and other state outside the cache. */
export function onChatFrames(watcher: (frame: ChatFrame) => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Registers a function that refetches what may have been missed, called whenever the socket has opened. */
export function onChatOpened(handler: (client: QueryClient) => void): void {
  openedHandlers.push(handler);
}

// --- state of the connection ------------------------------------------------------------------------------

let connection: Connection = "connecting";
const listeners = new Set<() => void>();

function setConnection(next: Connection): void {
  if (connection === next) return;
  connection = next;
  for (const listener of listeners) listener();
}

export function chatConnection(): Connection {
  return connection;
}

export function subscribeChatConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The state of the chat socket, whichever tab holds it. */
export function useChatConnection(): Connection {
  return useSyncExternalStore(subscribeChatConnection, chatConnection);
}

// --- frames of late answers -------------------------------------------------------------------------------

const REPLAY_MS = 30_000;
let recent: { at: number; frame: ChatFrame }[] = [];

/**
 * Fetches with `fetch`, and applies the frames that arrived meanwhile to the response, which may have been read before
 * their changes.
 */
export async function withFrames<T>(
  fetch: () => Promise<T>,
  apply: (answer: T, frame: ChatFrame) => T,
): Promise<T> {
  const since = performance.now();
  let known: T = await fetch();
  for (const { at, frame } of recent) {
    if (at >= since) known = apply(known, frame);
  }
  return known;
}

// --- one socket for all tabs ------------------------------------------------------------------------------

interface Link {
  userId: string;
  send: (frame: Outgoing) => void;
  stop: () => void;
}

let link: Link | undefined;
let watching = false;

/**
 * Keeps the browser's chat socket open until the session ends. Called by pages that show conversations, so that other
 * pages cost no socket. The tab that holds the lock `swb-chat` owns it and passes frames to the others.
 */
export function startChat(client: QueryClient): void {
  const check = () => {
    const session = getSession();
    const userId = session.status === "active" ? session.user.id : undefined;
    if (link && link.userId !== userId) {
      link.stop();
      link = undefined;
    }
    if (userId && !link) link = connect(client, userId);
  };
  check();
  if (!watching) subscribeSession(check);
  watching = true;
}

/** Sends a frame if the socket is open. A lost one, such as a typing signal, does not matter. */
export function sendFrame(frame: Outgoing): void {
  link?.send(frame);
}

function connect(client: QueryClient, userId: string): Link {
  const end = new AbortController();
  const channel = new BroadcastChannel(`swb-chat-${userId}`);
  const batch = new Batch(client);
  let socket: { send: (frame: Outgoing) => void } | undefined;
  const tell = (message: Message) => channel.postMessage(message);
  const opened = () => {
    for (const handler of openedHandlers) handler(client);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "frame") batch.add(data.frame);
    else if (data.kind === "opened") opened();
    else if (data.kind === "connection") setConnection(data.connection);
    else if (data.kind === "send") socket?.send(data.frame);
    else if (socket) tell({ kind: "connection", connection });
  };
  const lead = async () => {
    const own = openSocket(end.signal, {
      onFrame: (frame) => {
        batch.add(frame);
        tell({ kind: "frame", frame });
      },
      onOpened: () => {
        opened();
        tell({ kind: "opened" });
      },
      onConnection: (next) => {
        setConnection(next);
        tell({ kind: "connection", connection: next });
      },
    });
    socket = own;
    await own.ended;
  };
  if (navigator.locks) {
    navigator.locks.request(`swb-chat-${userId}`, { signal: end.signal }, lead).catch(ignoreAbort);
    tell({ kind: "hello" });
  } else {
    // Without Web Locks (plain http, not localhost) each tab opens its own socket.
    void lead();
  }
  return {
    userId,
    send: (frame) => (socket ? socket.send(frame) : tell({ kind: "send", frame })),
    stop: () => {
      end.abort();
      channel.close();
      batch.close();
      setConnection("connecting");
    },
  };
}

/** Applies chat frames once per animation frame: a burst of a thousand is one render. */
class Batch {
  private waiting: ChatFrame[] = [];
  private scheduled = false;
  private closed = false;

  constructor(private readonly client: QueryClient) {}

  add(frame: ChatFrame): void {
    recent.push({ at: performance.now(), frame });
    this.waiting.push(frame);
    if (this.scheduled) return;
    this.scheduled = true;
    // A hidden tab has no animation frames, but its state must stay current.
    if (document.visibilityState === "visible") requestAnimationFrame(() => this.flush());
    else setTimeout(() => this.flush(), 100);
  }

  close(): void {
    this.closed = true;
    recent = [];
  }

  private flush(): void {
    this.scheduled = false;
    const frames = this.waiting;
    this.waiting = [];
    if (this.closed) return;
    const oldest = performance.now() - REPLAY_MS;
    recent = recent.filter(({ at }) => at > oldest);
    startTransition(() => {
      for (const frame of frames) {
        for (const handler of handlers) handler(frame, this.client);
        for (const watcher of watchers) watcher(frame);
      }
    });
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
}
