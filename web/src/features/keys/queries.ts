import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";

export type ApiKey = components["schemas"]["ApiKey"];
export type Scope = components["schemas"]["Scope"];

/** From harmless to powerful. */
export const SCOPES: readonly Scope[] = ["read", "send", "billing", "admin"];

export const keysQuery = infiniteQueryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ pageParam, signal }) =>
    data(api.GET("/v1/api-keys", { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
  // No event reports a key's use.
  staleTime: 0,
});
