import { useSyncExternalStore } from "react";
import { onChat, sendFrame } from "@/live/chat";

/** How long a signal is valid; while typing continues it is repeated. */
const HOLDS_MS = 4_000;
const REPEAT_MS = 2_000;

const typists = new Map<string, Map<string, { name: string; until: number }>>();
const names = new Map<string, readonly string[]>();
const listeners = new Set<() => void>();
const NOBODY: readonly string[] = [];

function update(conversation: string): void {
  const now = Date.now();
  const current = typists.get(conversation);
  for (const [user, { until }] of current ?? []) {
    if (until <= now) current?.delete(user);
  }
  names.set(conversation, current?.size ? [...current.values()].map(({ name }) => name) : NOBODY);
  for (const listener of listeners) listener();
}

onChat(({ type, conversation_id: id, user_id, sender, sender_id }) => {
  if (type === "typing") {
    const current = typists.get(id) ?? new Map();
    typists.set(id, current);
    current.set(String(user_id), { name: String(sender), until: Date.now() + HOLDS_MS });
    setTimeout(() => update(id), HOLDS_MS + 50);
    update(id);
  } else if (type === "message" && typists.get(id)?.delete(String(sender_id))) {
    update(id);
  }
});

/** The names of members who are typing in a conversation. */
export function useTyping(conversation: string): readonly string[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => names.get(conversation) ?? NOBODY,
  );
}

let last = { conversation: "", at: Number.NEGATIVE_INFINITY };

/** Signals that the user is typing; at most once in two seconds. */
export function signalTyping(conversation: string): void {
  const now = performance.now();
  if (last.conversation === conversation && now - last.at < REPEAT_MS) return;
  last = { conversation, at: now };
  sendFrame({ type: "typing", conversation_id: conversation });
}
