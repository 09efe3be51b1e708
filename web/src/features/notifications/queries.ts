import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { onLive, patch } from "@/live/apply";
import { isNotification, type Notification, TYPES } from "./model";

/** Older ones are in the event log only. */
const MOST = 50;

/** Newest first. One response covers the last 1,000 events of the log. */
export const notificationsQuery = queryOptions({
  queryKey: ["notifications"],
  queryFn: async ({ signal }): Promise<readonly Notification[]> => {
    const query = { order: "desc", types: TYPES.join(","), limit: MOST } as const;
    return (await data(api.GET("/v1/events", { params: { query }, signal }))).data;
  },
  // Updated by events.
  staleTime: Number.POSITIVE_INFINITY,
});

onLive("", (event, client) => {
  if (!isNotification(event.type)) return;
  patch<readonly Notification[]>(client, notificationsQuery.queryKey, (old) =>
    old.some(({ id }) => id === event.id) ? old : [event, ...old].slice(0, MOST),
  );
});
