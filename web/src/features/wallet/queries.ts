import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { getPlatform } from "@/api/platform";
import type { components } from "@/api/schema";
import { onLive, refetchSoon } from "@/live/apply";
import type { WalletSearch } from "./search";

export type Wallet = components["schemas"]["Wallet"];
export type Transfer = components["schemas"]["Transfer"];
export type Deposit = components["schemas"]["Deposit"];

export const walletQuery = queryOptions({
  queryKey: ["wallet", "balance"],
  queryFn: ({ signal }) => data(api.GET("/v1/wallet", { signal })),
});

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined,
};

export const transfersQuery = (direction: WalletSearch["direction"]) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["wallet", "transfers", { direction }],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 30, direction, cursor: pageParam };
      return data(api.GET("/v1/transfers", { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });

export const depositsQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ["wallet", "deposits", "list"],
  queryFn: ({ pageParam, signal }) =>
    data(api.GET("/v1/wallet/deposits", { params: { query: { limit: 30, cursor: pageParam } }, signal })),
});

/** The newest deposit: the one that the user returns from. */
export const latestDepositQuery = queryOptions({
  queryKey: ["wallet", "deposits", "latest"],
  queryFn: async ({ signal }) =>
    (await data(api.GET("/v1/wallet/deposits", { params: { query: { limit: 1 } }, signal }))).data[0] ?? null,
});

export const transferQuery = (id: string) =>
  queryOptions({
    queryKey: ["wallet", "transfer", id],
    queryFn: ({ signal }) => data(api.GET("/v1/transfers/{id}", { params: { path: { id } }, signal })),
    // A transfer never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const platformQuery = queryOptions({
  queryKey: ["platform"],
  queryFn: async () => (await getPlatform()) ?? null,
  staleTime: Number.POSITIVE_INFINITY,
});

onLive("wallet.balance_changed", (_, client) => refetchSoon(client, ["wallet"]));
onLive("recharge.", (_, client) => refetchSoon(client, ["wallet", "deposits"]));
