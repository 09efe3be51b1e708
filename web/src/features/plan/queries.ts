import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { getPlatform } from "@/api/platform";
import type { components } from "@/api/schema";
import { onLive, patch, refetchSoon } from "@/live/apply";

export type Subscription = components["schemas"]["Subscription"];
export type SubscriptionStatus = components["schemas"]["SubscriptionStatus"];
export type Usage = components["schemas"]["Usage"];

export const subscriptionQuery = queryOptions({
  queryKey: ["subscription"],
  queryFn: ({ signal }) => data(api.GET("/v1/subscription", { signal })),
});

export const usageQuery = queryOptions({
  queryKey: ["usage"],
  queryFn: ({ signal }) => data(api.GET("/v1/usage", { signal })),
});

const DAYS = 30;

/** The newest days with questions; days without any are left out. */
export const usageDaysQuery = queryOptions({
  queryKey: ["usage", "days"],
  queryFn: async ({ signal }) =>
    (await data(api.GET("/v1/usage/days", { params: { query: { limit: DAYS } }, signal }))).data,
});

export const platformQuery = queryOptions({
  queryKey: ["platform"],
  queryFn: async () => (await getPlatform()) ?? null,
  staleTime: Number.POSITIVE_INFINITY,
});

onLive("subscription.updated", ({ data: { plan } }, client) => {
  if (plan === "basic" || plan === "pro") {
    patch<Subscription>(client, subscriptionQuery.queryKey, (old) => ({ ...old, plan }));
  }
  refetchSoon(client, subscriptionQuery.queryKey);
  refetchSoon(client, usageQuery.queryKey);
});
// A question uses a unit, and a failed one returns it.
onLive("job.", ({ data: { kind } }, client) => {
  if (kind === "completion.generate") refetchSoon(client, usageQuery.queryKey);
});
