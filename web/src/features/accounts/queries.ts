import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";

// Everything here belongs to another account, which an administrator or its reseller reads. Each look is in the audit
// log, so it is fetched once for a page, and again only on demand.

type Schemas = components["schemas"];
export type WalletMovement = Schemas["WalletTransaction"];
export type ApiKey = Schemas["ApiKey"];
export type SessionRow = Schemas["Session"];

const PAGE = 30;

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined,
  refetchOnWindowFocus: false,
};

export const accountMessagesQuery = (owner: string) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["account", owner, "messages"],
    queryFn: ({ pageParam, signal }) => {
      const query = { owner_id: owner, limit: PAGE, cursor: pageParam };
      return data(api.GET("/v1/messages", { params: { query }, signal }));
    },
  });

export const accountBalanceQuery = (owner: string) =>
  queryOptions({
    queryKey: ["account", owner, "balance"],
    queryFn: ({ signal }) =>
      data(api.GET("/v1/credits/balance", { params: { query: { owner_id: owner } }, signal })),
    refetchOnWindowFocus: false,
  });

export const accountStatementQuery = (owner: string) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["account", owner, "statement"],
    queryFn: ({ pageParam, signal }) => {
      const query = { owner_id: owner, limit: PAGE, cursor: pageParam };
      return data(api.GET("/v1/credits/transactions", { params: { query }, signal }));
    },
  });

export const accountRechargesQuery = (owner: string) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["account", owner, "recharges"],
    queryFn: ({ pageParam, signal }) => {
      const query = { owner_id: owner, limit: PAGE, cursor: pageParam };
      return data(api.GET("/v1/credits/recharges", { params: { query }, signal }));
    },
  });

export const accountWalletQuery = (owner: string) =>
  queryOptions({
    queryKey: ["account", owner, "wallet"],
    queryFn: ({ signal }) => data(api.GET("/v1/wallet", { params: { query: { owner_id: owner } }, signal })),
    refetchOnWindowFocus: false,
  });

export const accountWalletMovementsQuery = (owner: string) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["account", owner, "wallet", "movements"],
    queryFn: ({ pageParam, signal }) => {
      const query = { owner_id: owner, limit: PAGE, cursor: pageParam };
      return data(api.GET("/v1/wallet/transactions", { params: { query }, signal }));
    },
  });

export const accountSubscriptionQuery = (owner: string) =>
  queryOptions({
    queryKey: ["account", owner, "subscription"],
    queryFn: ({ signal }) =>
      data(api.GET("/v1/subscription", { params: { query: { owner_id: owner } }, signal })),
    refetchOnWindowFocus: false,
  });

export const accountUsageQuery = (owner: string) =>
  queryOptions({
    queryKey: ["account", owner, "usage"],
    queryFn: ({ signal }) => data(api.GET("/v1/usage", { params: { query: { owner_id: owner } }, signal })),
    refetchOnWindowFocus: false,
  });

export const accountSessionsQuery = (id: string) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["account", id, "sessions"],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { id }, query: { limit: PAGE, cursor: pageParam } };
      return data(api.GET("/v1/users/{id}/sessions", { params, signal }));
    },
  });

export const accountKeysQuery = (id: string) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["account", id, "keys"],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { id }, query: { limit: PAGE, cursor: pageParam } };
      return data(api.GET("/v1/users/{id}/api-keys", { params, signal }));
    },
  });
