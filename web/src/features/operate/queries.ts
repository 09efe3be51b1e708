import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";
import { paged, userId } from "@/features/admin/queries";
import { spanOf } from "@/lib/day";
import { BLOCKING, type PaymentsSearch } from "./search";

export type Payment = components["schemas"]["Payment"];
export type Setting = components["schemas"]["Setting"];

const NOTHING: components["schemas"]["Page_Payment"] = { data: [] };

async function readPayments(filters: PaymentsSearch, cursor: string | undefined, signal: AbortSignal) {
  const user = filters.user ? await userId(filters.user, signal) : undefined;
  // A user who does not exist has no payments.
  if (filters.user && !user) return NOTHING;
  const { kind, status } = filters;
  const which = status === BLOCKING ? { is_blocking: true } : { status };
  const query = { user, kind, ...which, ...spanOf(filters), limit: 50, cursor };
  return data(api.GET("/v1/payments", { params: { query }, signal }));
}

export const paymentsQuery = (filters: PaymentsSearch) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["payments", "list", filters],
    queryFn: ({ pageParam, signal }) => readPayments(filters, pageParam, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const settingsQuery = queryOptions({
  queryKey: ["platform-settings"],
  queryFn: async ({ signal }) => (await data(api.GET("/v1/settings", { signal }))).data,
});
