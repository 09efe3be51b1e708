import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";
import { onLive, refetchSoon } from "@/live/apply";
import type { ClientsSearch } from "./search";

export type Client = components["schemas"]["User"];
export type Share = components["schemas"]["Share"];
export type Distribution = components["schemas"]["Distribution"];
export type UsageReport = components["schemas"]["UsageReport"];

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined,
};

/** Credits of a reseller and its clients. Home shows the same. */
export const statsQuery = (reseller: string) =>
  queryOptions({
    queryKey: ["clients", reseller],
    queryFn: ({ signal }) =>
      data(api.GET("/v1/resellers/{id}/credit-stats", { params: { path: { id: reseller } }, signal })),
  });

export const clientsListQuery = (reseller: string, { q, status }: Pick<ClientsSearch, "q" | "status">) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["clients", reseller, "list", { q, status }],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { id: reseller }, query: { limit: 50, q, status, cursor: pageParam } };
      return data(api.GET("/v1/resellers/{id}/business-owners", { params, signal }));
    },
    placeholderData: keepPreviousData,
  });

const MOST_PAGES = 100;

/** All clients, page by page: a file may name any of them. */
export const allClientsQuery = (reseller: string) =>
  queryOptions({
    queryKey: ["clients", reseller, "all"],
    queryFn: async ({ signal }) => {
      const all: Client[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const params = { path: { id: reseller }, query: { limit: 100, cursor } };
        const answer = await data(api.GET("/v1/resellers/{id}/business-owners", { params, signal }));
        all.push(...answer.data);
        if (!answer.next_cursor) break;
        cursor = answer.next_cursor;
      }
      return all;
    },
  });

/** One client of a reseller. */
export const clientQuery = (reseller: string, id: string) =>
  queryOptions({
    queryKey: ["clients", reseller, "one", id],
    queryFn: ({ signal }) => {
      const params = { path: { id: reseller, user_id: id } };
      return data(api.GET("/v1/resellers/{id}/business-owners/{user_id}", { params, signal }));
    },
  });

export const clientStatsQuery = (id: string) =>
  queryOptions({
    queryKey: ["client", id, "stats"],
    queryFn: ({ signal }) =>
      data(api.GET("/v1/business-owners/{id}/credit-stats", { params: { path: { id } }, signal })),
  });

export const usageQuery = (id: string) =>
  queryOptions({
    queryKey: ["client", id, "usage"],
    queryFn: ({ signal }) =>
      data(api.GET("/v1/credits/usage", { params: { query: { business_owner_id: id } }, signal })),
  });

/** Distributions to one client, or all distributions of a reseller. */
export const distributionsQuery = (of: { client: string } | { reseller: string }) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["distributions", of],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 30, cursor: pageParam };
      return data(
        "client" in of
          ? api.GET("/v1/business-owners/{id}/credit-distributions", {
              params: { path: { id: of.client }, query },
              signal,
            })
          : api.GET("/v1/resellers/{id}/credit-distributions", {
              params: { path: { id: of.reseller }, query },
              signal,
            }),
      );
    },
  });

export const resellersQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ["users", { role: "reseller" }],
  queryFn: ({ pageParam, signal }) => {
    const query = { role: "reseller", limit: 50, cursor: pageParam } as const;
    return data(api.GET("/v1/users", { params: { query }, signal }));
  },
});

onLive("distribution.", ({ data: { business_owner_id: client } }, cache) => {
  refetchSoon(cache, ["clients"]);
  refetchSoon(cache, ["distributions"]);
  if (typeof client === "string") refetchSoon(cache, ["client", client]);
});
