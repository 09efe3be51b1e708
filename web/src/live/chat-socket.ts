import { api, data } from "@/api/client";
import { isProblem } from "@/api/problem";
import { refresh } from "@/api/session";
import type { Connection } from "./event";
import { pause } from "./stream";

/** A frame of the server (docs/chat.md). */
export interface ChatFrame {
  type: string;
  conversation_id: string;
  [field: string]: unknown;
}

/** A frame of the client. Messages are sent by POST, whose response has the cause of a rejection. */
export type Outgoing = { type: "typing"; conversation_id: string };

export interface SocketHandlers {
  onFrame: (frame: ChatFrame) => void;
  /** The socket is open: later changes arrive as frames; earlier ones may have been missed. */
  onOpened: () => void;
  onConnection: (connection: Connection) => void;
}

/** After this much silence the client sends a ping, and the server has this long to answer. */
const QUIET_MS = 25_000;
const ANSWER_MS = 10_000;

const RESTART = 1012;
const TOO_SLOW = 4413;
const SESSION_OVER = 4401;

/** Keeps a socket for all conversations of the user open until `signal` aborts. */
export function openSocket(signal: AbortSignal, handlers: SocketHandlers) {
  let socket: WebSocket | undefined;
  const keep = async () => {
    let failures = 0;
    handlers.onConnection("connecting");
    while (!signal.aborted) {
      let code = 0;
      try {
        const { ticket } = await data(api.POST("/v1/ws-tickets", { signal }));
        socket = new WebSocket(addressOf(ticket));
        code = await follow(socket, signal, handlers, () => {
          failures = 0;
        });
        if (code === SESSION_OVER) await refresh();
      } catch (error) {
        if (signal.aborted) return;
        if (isProblem(error) && error.status === 401) return handlers.onConnection("offline");
      }
      socket = undefined;
      failures += 1;
      // After an orderly close by the server, reconnect at once without showing a notice.
      const silent = failures === 1 && [RESTART, TOO_SLOW, SESSION_OVER].includes(code);
      if (!silent) handlers.onConnection("offline");
      if (!silent && !signal.aborted) await pause(failures, signal);
    }
  };
  return {
    ended: keep(),
    send: (frame: Outgoing) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
  };
}

function addressOf(ticket: string): URL {
  const url = new URL("/v1/ws", location.origin);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("ticket", ticket);
  return url;
}

/** Reads a socket until it closes; returns the close code, 0 if the server sent none. */
function follow(
  socket: WebSocket,
  signal: AbortSignal,
  handlers: SocketHandlers,
  opened: () => void,
): Promise<number> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const finish = (code: number) => {
      clearTimeout(timer);
      removeEventListener("offline", lose);
      signal.removeEventListener("abort", lose);
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
      resolve(code);
    };
    // A dead connection reports nothing: after too much silence, or without a network, it is closed.
    const lose = () => finish(0);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        socket.send('{"type":"ping"}');
        timer = setTimeout(lose, ANSWER_MS);
      }, QUIET_MS);
    };
    timer = setTimeout(lose, ANSWER_MS);
    addEventListener("offline", lose);
    signal.addEventListener("abort", lose);
    socket.onopen = () => {
      opened();
      alive();
      handlers.onConnection("live");
      handlers.onOpened();
    };
    socket.onclose = ({ code }) => finish(code);
    socket.onmessage = ({ data: text }: MessageEvent<string>) => {
      alive();
      const frame = frameOf(text);
      if (frame) handlers.onFrame(frame);
    };
  });
}

function frameOf(text: string): ChatFrame | undefined {
  const frame: unknown = JSON.parse(text);
  const known = typeof frame === "object" && frame !== null && "type" in frame && "conversation_id" in frame;
  return known ? (frame as ChatFrame) : undefined;
}
