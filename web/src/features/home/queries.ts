import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";
import { onLive, refetchSoon } from "@/live/apply";

export type Transaction = components["schemas"]["Transaction"];

export const latestMovementsQuery = queryOptions({
  queryKey: ["credits", "transactions", { limit: 30 }],
  queryFn: ({ signal }) =>
    data(api.GET("/v1/credits/transactions", { params: { query: { limit: 30 } }, signal })),
});

onLive("credits.balance_changed", (_, client) => {
  refetchSoon(client, ["credits", "transactions"]);
});
