import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";
import { isNewest, onLive, patch } from "./apply";

export type Balance = components["schemas"]["Balance"];

export const balanceQuery = queryOptions({
  queryKey: ["credits", "balance"],
  queryFn: ({ signal }) => data(api.GET("/v1/credits/balance", { signal })),
});

onLive("credits.balance_changed", ({ seq, data: { balance } }, client) => {
  if (typeof balance !== "number" || !isNewest("wallet:CREDIT", seq)) return;
  patch<Balance>(client, balanceQuery.queryKey, (old) => ({ ...old, balance }));
});
