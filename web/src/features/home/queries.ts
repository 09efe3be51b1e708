import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";
import { onLive, refetchSoon } from "@/live/apply";

export type MessageSummary = components["schemas"]["MessageSummary"];

const DAY_MS = 86_400_000;
export const SHOWN = 8;

export const latestMovementsQuery = queryOptions({
  queryKey: ["credits", "transactions", { limit: 30 }],
  queryFn: ({ signal }) =>
    data(api.GET("/v1/credits/transactions", { params: { query: { limit: 30 } }, signal })),
});

export const latestMessagesQuery = queryOptions({
  queryKey: ["messages", "latest"],
  queryFn: async ({ signal }) => {
    const query = { limit: SHOWN };
    return (await data(api.GET("/v1/messages", { params: { query }, signal }))).data;
  },
});

/** Messages sent since local midnight. */
export const todayQuery = queryOptions({
  queryKey: ["messages", "summary", "today"],
  queryFn: ({ signal }) => {
    const query = { since: new Date(new Date().setHours(0, 0, 0, 0)).toISOString(), bucket: "hour" as const };
    return data(api.GET("/v1/messages/summary", { params: { query }, signal }));
  },
});

/** Messages sent in the last 30 UTC days. */
export const monthQuery = queryOptions({
  queryKey: ["messages", "summary", "month"],
  queryFn: ({ signal }) => {
    const first = Math.floor(Date.now() / DAY_MS) * DAY_MS - 29 * DAY_MS;
    const query = { since: new Date(first).toISOString(), bucket: "day" as const };
    return data(api.GET("/v1/messages/summary", { params: { query }, signal }));
  },
});

/** Today's remaining questions to the assistant. */
export const assistantQuery = queryOptions({
  queryKey: ["usage"],
  queryFn: ({ signal }) => data(api.GET("/v1/usage", { signal })),
});

/** The newest purchases, to find failed or reversed ones. */
export const latestRechargesQuery = queryOptions({
  queryKey: ["credits", "recharges", "attention"],
  queryFn: async ({ signal }) =>
    (await data(api.GET("/v1/credits/recharges", { params: { query: { limit: 10 } }, signal }))).data,
});

export const channelQuery = queryOptions({
  queryKey: ["channels", "whatsapp"],
  queryFn: ({ signal }) => data(api.GET("/v1/channels/whatsapp", { signal })),
});

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => data(api.GET("/v1/me", { signal })),
});

export const clientsQuery = (reseller: string) =>
  queryOptions({
    queryKey: ["clients", reseller],
    queryFn: ({ signal }) =>
      data(api.GET("/v1/resellers/{id}/credit-stats", { params: { path: { id: reseller } }, signal })),
  });

export const proofQuery = queryOptions({
  queryKey: ["ledger", "proof"],
  queryFn: ({ signal }) => data(api.GET("/v1/ledger/proof", { signal })),
});

export const queuesQuery = queryOptions({
  queryKey: ["queues"],
  queryFn: ({ signal }) => data(api.GET("/v1/queues", { signal })),
});

onLive("credits.balance_changed", (_, client) => {
  refetchSoon(client, ["credits", "transactions"]);
  refetchSoon(client, ["clients"]);
});
onLive("usage.", (_, client) => refetchSoon(client, assistantQuery.queryKey));
onLive("recharge.", (_, client) => refetchSoon(client, latestRechargesQuery.queryKey));
onLive("channel.", (_, client) => refetchSoon(client, channelQuery.queryKey));
onLive("message.", (_, client) => {
  refetchSoon(client, ["messages", "latest"]);
  refetchSoon(client, ["messages", "summary"]);
});
