import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { getPlatform } from "@/api/platform";
import type { components } from "@/api/schema";
import { spanOf } from "@/lib/day";
import { onLive, refetchSoon } from "@/live/apply";
import { pausable } from "@/live/pause";

export type Transaction = components["schemas"]["Transaction"];
export type Recharge = components["schemas"]["Recharge"];
export type TransferKind = components["schemas"]["TransferKind"];

/** Filters of a statement. Days are in this browser's time zone. */
export interface StatementFilter {
  kind?: TransferKind | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

export const statementQuery = (filter: StatementFilter, paused: boolean) =>
  infiniteQueryOptions({
    ...pausable(paused),
    queryKey: ["credits", "transactions", "statement", filter],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit: 30,
        kind: filter.kind,
        ...spanOf(filter),
        cursor: pageParam,
      };
      return data(api.GET("/v1/credits/transactions", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

const COURSE_DAYS = 30;

/** Transactions of the last 30 days, at most a page. */
export const courseQuery = queryOptions({
  queryKey: ["credits", "transactions", "course"],
  queryFn: async ({ signal }) => {
    const since = new Date(Date.now() - COURSE_DAYS * 86_400_000).toISOString();
    const query = { limit: 100, since };
    return (await data(api.GET("/v1/credits/transactions", { params: { query }, signal }))).data;
  },
});

export const rechargesQuery = (paused: boolean) =>
  infiniteQueryOptions({
    ...pausable(paused),
    queryKey: ["credits", "recharges", "list"],
    queryFn: ({ pageParam, signal }) =>
      data(api.GET("/v1/credits/recharges", { params: { query: { limit: 20, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** The newest purchase: the one that the user returns from. */
export const latestRechargeQuery = queryOptions({
  queryKey: ["credits", "recharges", "latest"],
  queryFn: async ({ signal }) => {
    const query = { limit: 1 };
    return (await data(api.GET("/v1/credits/recharges", { params: { query }, signal }))).data[0] ?? null;
  },
});

export const platformQuery = queryOptions({
  queryKey: ["platform"],
  queryFn: async () => (await getPlatform()) ?? null,
  staleTime: Number.POSITIVE_INFINITY,
});

onLive("credits.balance_changed", (_, client) => {
  refetchSoon(client, ["credits", "transactions"]);
  refetchSoon(client, ["credits", "recharges"]);
});
onLive("recharge.", (_, client) => {
  refetchSoon(client, ["credits", "recharges"]);
});
