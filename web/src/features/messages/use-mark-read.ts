import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { api, data } from "@/api/client";
import { isSent, type Message } from "./model";
import { markedRead } from "./queries";

function subscribe(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Marks a received message as read once it is on screen. A sender who is a user sees that. */
export function useMarkRead(message: Message | undefined): void {
  const client = useQueryClient();
  const visible = useSyncExternalStore(subscribe, () => document.visibilityState === "visible");
  const { mutate } = useMutation({
    // Sent even if the page is left at once.
    mutationFn: (id: string) =>
      data(api.POST("/v1/messages/{id}/read", { params: { path: { id } }, keepalive: true })),
    onSuccess: (read) => markedRead(client, read),
  });
  const unread = message && !isSent(message) && message.read_at == null ? message.id : undefined;
  useEffect(() => {
    if (unread && visible) mutate(unread);
  }, [unread, visible, mutate]);
}
