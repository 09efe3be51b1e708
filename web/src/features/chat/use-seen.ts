import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useUser } from "@/app/use-session";
import type { Conversation } from "./model";
import { markRead } from "./queries";

/** A message counts as read once it has been visible for this long. */
const READING_MS = 300;

function subscribe(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Marks a conversation as read up to message `seq`, while its page is visible and it has unread messages. */
export function useSeen({ id, participants, unread_count }: Conversation, seq: number | undefined): void {
  const client = useQueryClient();
  const user = useUser();
  const visible = useSyncExternalStore(subscribe, () => document.visibilityState === "visible");
  const read = participants.find((one) => one.id === user.id)?.last_read_seq ?? 0;
  const due = visible && unread_count > 0 && seq !== undefined && seq > read ? seq : undefined;
  useEffect(() => {
    if (due === undefined) return;
    const timer = setTimeout(() => markRead(client, id, due), READING_MS);
    return () => clearTimeout(timer);
  }, [client, id, due]);
}
