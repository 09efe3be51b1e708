import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { isProblem } from "@/api/problem";
import type { components } from "@/api/schema";
import { proofQuery, queuesQuery } from "@/features/home/queries";
import { spanOf } from "@/lib/day";
import type { AuditSearch, UsersSearch } from "./search";

type Schemas = components["schemas"];
export type User = Schemas["User"];
export type UserDetails = Schemas["UserDetails"];
export type AuditEntry = Schemas["Entry"];
export type QueueStatus = Schemas["QueueStatus"];
export type Throttle = Schemas["ThrottleState"];
export type Proof = Schemas["Proof"];
export type LedgerAudit = Schemas["LedgerAudit"];
export type FailureGroup = Schemas["FailureGroup"];
export type Process = Schemas["Process"];
export type Payment = Schemas["Payment"];

export const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined,
};

// Nothing of this is in the event log of the administrator, so it is polled: only while the page is visible.
export const liveQueuesQuery = { ...queuesQuery, refetchInterval: 2_000 };
export const liveProofQuery = { ...proofQuery, refetchInterval: 60_000 };

export const liveFailuresQuery = queryOptions({
  queryKey: ["failures"],
  queryFn: ({ signal }) => data(api.GET("/v1/failures", { signal })),
  refetchInterval: 10_000,
});

export const liveProcessesQuery = queryOptions({
  queryKey: ["processes"],
  queryFn: ({ signal }) => data(api.GET("/v1/processes", { signal })),
  refetchInterval: 5_000,
});

const DAY_MS = 86_400_000;

/** Payments that need an operator: those that block their users, and those that failed in the last day. */
export const troubledPaymentsQuery = queryOptions({
  queryKey: ["payments", "troubled"],
  queryFn: async ({ signal }) => {
    const read = (query: { is_blocking?: boolean; status?: "failed"; since?: string }) =>
      data(api.GET("/v1/payments", { params: { query: { ...query, limit: 100 } }, signal }));
    const since = new Date(Date.now() - DAY_MS).toISOString();
    const [blocking, failed] = await Promise.all([
      read({ is_blocking: true }),
      read({ status: "failed", since }),
    ]);
    return { blocking: blocking.data, failed: failed.data };
  },
  refetchInterval: 60_000,
});

export const ledgerAuditsQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ["ledger", "audits"],
  queryFn: ({ pageParam, signal }) =>
    data(api.GET("/v1/ledger/audits", { params: { query: { limit: 20, cursor: pageParam } }, signal })),
});

export const usersQuery = ({ q, role, status }: UsersSearch) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["users", "list", { q, role, status }],
    queryFn: ({ pageParam, signal }) => {
      const query = { q, role, status, limit: 50, cursor: pageParam };
      return data(api.GET("/v1/users", { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ["users", id],
    queryFn: ({ signal }) => data(api.GET("/v1/users/{id}", { params: { path: { id } }, signal })),
  });

/** The id of a user by id or exact name; undefined where there is none. */
export async function userId(named: string, signal: AbortSignal): Promise<string | undefined> {
  if (/^usr_[0-9a-z]{26}$/.test(named)) return named;
  const { data: found } = await data(
    api.GET("/v1/users", { params: { query: { q: named, limit: 100 } }, signal }),
  );
  return found.find(({ username }) => username.toLowerCase() === named.toLowerCase())?.id;
}

const NOTHING: Schemas["Page_Entry"] = { data: [] };

async function readAudit(filters: AuditSearch, cursor: string | undefined, signal: AbortSignal) {
  const idOf = (named: string | undefined) => (named ? userId(named, signal) : undefined);
  const [actor, subject] = await Promise.all([idOf(filters.actor), idOf(filters.subject)]);
  // A user who does not exist has no entries.
  if ((filters.actor && !actor) || (filters.subject && !subject)) return NOTHING;
  const { since, until } = spanOf(filters);
  const query = { actor, subject, action: filters.action, from: since, to: until, limit: 50, cursor };
  try {
    return await data(api.GET("/v1/audit", { params: { query }, signal }));
  } catch (error) {
    if (isProblem(error) && error.status === 404) return NOTHING;
    throw error;
  }
}

export const auditQuery = (filters: AuditSearch) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ["audit", filters],
    queryFn: ({ pageParam, signal }) => readAudit(filters, pageParam, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
