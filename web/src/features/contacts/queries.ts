import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";
import { onLive, refetchSoon } from "@/live/apply";

export type Contact = components["schemas"]["Contact"];
export type OptOut = components["schemas"]["OptOut"];

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined,
};

export const contactsQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ["contacts", "table"],
  queryFn: ({ pageParam, signal }) =>
    data(api.GET("/v1/contacts", { params: { query: { limit: 50, cursor: pageParam } }, signal })),
});

export const optOutsQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ["opt-outs"],
  queryFn: ({ pageParam, signal }) =>
    data(api.GET("/v1/opt-outs", { params: { query: { limit: 50, cursor: pageParam } }, signal })),
});

onLive("contact.", (_, client) => refetchSoon(client, optOutsQuery.queryKey));
onLive("message.", ({ data: { channel } }, client) => {
  if (channel === "whatsapp") refetchSoon(client, contactsQuery.queryKey);
});
