import { notifyManager, type QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api, data, newIdempotencyKey } from "@/api/client";
import { isProblem } from "@/api/problem";
import type { components } from "@/api/schema";
import { getSession, subscribeSession } from "@/api/session";
import { forgetDraft, readDraft, writeDraft } from "@/lib/tab-draft";
import { chatConnection, onChat, subscribeChatConnection } from "@/live/chat";
import type { ChatMessage } from "./model";
import { addMessage } from "./queries";

type Question = components["schemas"]["Question"];

/** A message that the server has not accepted yet. Sent again under the same `client_id` it is stored once. */
export interface Pending {
  clientId: string;
  body: string;
  at: string;
  state: "sending" | "waiting" | "slow" | "failed";
  /** When to send a rate-limited message again, in milliseconds. */
  until?: number;
  /** Why it was rejected. */
  error?: string;
  code?: string;
}

const boxes = new Map<string, readonly Pending[]>();
const busy = new Set<string>();
const listeners = new Set<() => void>();
const EMPTY: readonly Pending[] = [];
const keyOf = (id: string) => `chat-outbox-${id}`;

function isPending(value: unknown): value is Pending {
  return typeof value === "object" && value !== null && "clientId" in value && "body" in value;
}

/** Pending messages, including those from before a reload. */
function read(id: string): readonly Pending[] {
  const known = boxes.get(id);
  if (known) return known;
  const kept = readDraft(keyOf(id));
  const box = Array.isArray(kept) ? kept.filter(isPending) : [];
  boxes.set(id, box.length > 0 ? box : EMPTY);
  return boxes.get(id) ?? EMPTY;
}

function write(id: string, box: readonly Pending[]): void {
  boxes.set(id, box.length > 0 ? box : EMPTY);
  if (box.length > 0) writeDraft(keyOf(id), box);
  else forgetDraft(keyOf(id));
  for (const listener of listeners) listener();
}

function change(id: string, clientId: string, changes: Partial<Pending>): void {
  write(
    id,
    read(id).map((one) => (one.clientId === clientId ? { ...one, ...changes } : one)),
  );
}

export function discard(id: string, clientId: string): void {
  const box = read(id);
  if (box.some((one) => one.clientId === clientId))
    write(
      id,
      box.filter((one) => one.clientId !== clientId),
    );
}

/** Discards a pending message once the message itself is rendered, a moment after the queries changed. */
const discardSoon = (id: string, clientId: string) => notifyManager.schedule(() => discard(id, clientId));

export function useOutbox(id: string): readonly Pending[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => read(id),
  );
}

// If the response of the POST is lost, the message's frame also shows that it was accepted.
onChat(({ type, conversation_id: id, client_id }) => {
  if (type === "message" && typeof client_id === "string") discardSoon(id, client_id);
});

subscribeSession(() => {
  if (getSession().status === "anonymous") boxes.clear();
});

const accepted = new Set<(question: Question) => void>();

/** Calls back with each accepted question to the assistant, and its job. */
export function onAccepted(listener: (question: Question) => void): () => void {
  accepted.add(listener);
  return () => accepted.delete(listener);
}

export function post(client: QueryClient, id: string, body: string): void {
  const message: Pending = {
    clientId: newIdempotencyKey(),
    body,
    at: new Date().toISOString(),
    state: "sending",
  };
  write(id, [...read(id), message]);
  void deliver(client, id);
}

export function retry(client: QueryClient, id: string, clientId: string): void {
  change(id, clientId, { state: "sending" });
  void deliver(client, id);
}

/** Sends a conversation's pending messages in sequence, so that they arrive in order. */
export async function deliver(client: QueryClient, id: string): Promise<void> {
  if (busy.has(id)) return;
  busy.add(id);
  let failures = 0;
  const next = () => read(id).find(({ state }) => state !== "failed");
  try {
    for (let message = next(); message; message = next()) {
      const wait = await sendOne(client, id, message);
      failures = wait === undefined ? 0 : failures + 1;
      if (wait) await wait(failures);
    }
  } finally {
    busy.delete(id);
  }
}

type Wait = (failures: number) => Promise<void>;

/** Sends one message. Returns how to wait before sending it again; nothing if it is accepted or rejected. */
async function sendOne(client: QueryClient, id: string, message: Pending): Promise<Wait | undefined> {
  const { clientId, body } = message;
  change(id, clientId, { state: "sending" });
  try {
    const answer = await data(
      api.POST("/v1/conversations/{id}/messages", {
        params: { path: { id } },
        body: { body, client_id: clientId },
      }),
    );
    const question = "message" in answer ? answer : undefined;
    const stored: ChatMessage = question?.message ?? (answer as ChatMessage);
    addMessage(client, stored);
    discardSoon(id, clientId);
    if (question) for (const listener of accepted) listener(question);
    return undefined;
  } catch (error) {
    if (isProblem(error, "sending_too_fast")) {
      const seconds = error.retryAfter ?? 1;
      change(id, clientId, { state: "slow", until: Date.now() + seconds * 1000 });
      return () => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
    if (isProblem(error) && (error.status === 0 || error.status === 401 || error.status >= 500)) {
      change(id, clientId, { state: "waiting" });
      return untilConnected;
    }
    const reason = error instanceof Error ? error.message : String(error);
    const code = isProblem(error) ? error.code : "unexpected";
    change(id, clientId, { state: "failed", error: reason, code });
    return undefined;
  }
}

const LONGEST_MS = 30_000;

/** Waits for the socket or the session; otherwise for a second at first, then longer each time. */
function untilConnected(failures: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      for (const stop of stops) stop();
      resolve();
    };
    const pause = Math.min(LONGEST_MS, 1_000 * 2 ** (failures - 1));
    const timer = setTimeout(done, getSession().status === "active" ? pause : LONGEST_MS);
    const stops = [
      subscribeSession(() => getSession().status === "active" && done()),
      subscribeChatConnection(() => chatConnection() === "live" && done()),
    ];
    addEventListener("online", done);
  });
}
