import { useQueryClient } from "@tanstack/react-query";
import type { LiveEvent } from "@/live/event";
import { useNewRows } from "@/live/new-rows";
import { type Filters, queryOf } from "./filters";
import type { Message } from "./model";
import { messagesQuery, reloadList } from "./queries";

/** Whether an event announces a message that matches the filters. Events don't name the contact. */
export function announces(event: LiveEvent, filters: Filters): boolean {
  const received = event.type === "message.received";
  if (!received && event.type !== "message.queued" && event.type !== "message.scheduled") return false;
  const { direction, channel, status } = filters;
  if (direction && direction !== (received ? "received" : "sent")) return false;
  if (channel && channel !== event.data.channel) return false;
  if (status && status !== event.data.status) return false;
  const { since, until } = queryOf(filters);
  return !(since && event.created_at < since) && !(until && event.created_at >= until);
}

/** Number of messages that the list doesn't show yet. An empty list shows them by itself, unless paused. */
export function useNewMessages(filters: Filters, rows: Message[] | undefined, paused: boolean): number {
  const client = useQueryClient();
  return useNewRows({
    queryKey: messagesQuery(filters).queryKey,
    rows,
    paused,
    announces: (event) => announces(event, filters),
    onEmpty: () => {
      if (!filters.to) void reloadList(client, filters);
    },
  });
}
