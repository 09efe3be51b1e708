import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";

export type UserDetails = components["schemas"]["UserDetails"];
export type SessionRow = components["schemas"]["Session"];

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => data(api.GET("/v1/me", { signal })),
});

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => data(api.GET("/v1/sessions", { params: { query: { limit: 100 } }, signal })),
});
