import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { getPlatform } from "@/api/platform";
import type { components } from "@/api/schema";
import { onLive, refetchSoon } from "@/live/apply";

export type WhatsappChannel = components["schemas"]["WhatsappChannel"];

export const channelQuery = queryOptions({
  queryKey: ["channels", "whatsapp"],
  queryFn: ({ signal }) => data(api.GET("/v1/channels/whatsapp", { signal })),
  // No event reports the rate or a pause.
  staleTime: 0,
});

export const platformQuery = queryOptions({
  queryKey: ["platform"],
  queryFn: async () => (await getPlatform()) ?? null,
  staleTime: Number.POSITIVE_INFINITY,
});

onLive("channel.", (_, client) => refetchSoon(client, channelQuery.queryKey));
