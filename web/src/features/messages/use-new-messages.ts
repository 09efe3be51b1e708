import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { watchLive } from "@/live/apply";
import type { LiveEvent } from "@/live/event";
import { type Filters, queryOf } from "./filters";
import type { Message } from "./model";
import { reloadList } from "./queries";

const MOST_COUNTED = 50;

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
  const [ids, setIds] = useState<readonly string[]>([]);
  const key = JSON.stringify(filters);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew
  useEffect(() => {
    setIds([]);
    return watchLive((events) => {
      const fresh = events.filter((event) => announces(event, filters)).map((event) => String(event.data.id));
      if (fresh.length > 0) setIds((old) => [...new Set([...old, ...fresh])].slice(-MOST_COUNTED));
    });
  }, [key]);
  const empty = rows?.length === 0 && !paused;
  const waiting = rows ? ids.filter((id) => !rows.some((row) => row.id === id)).length : 0;
  const reload = empty && waiting > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each new message
  useEffect(() => {
    if (reload && !filters.to) void reloadList(client, filters);
  }, [reload, waiting]);
  return empty ? 0 : waiting;
}
