import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";
import { spanOf } from "@/lib/day";
import { onLive, refetchSoon } from "@/live/apply";
import type { JobsSearch, State } from "./search";

type Schemas = components["schemas"];
export type JobCounts = Schemas["JobCounts"];
export type BulkAction = Schemas["BulkRequest"]["action"];

/** The jobs of a bulk action, as the API takes them. */
export interface BulkScope {
  kind?: string | undefined;
  state?: State | undefined;
  since?: string | undefined;
  until?: string | undefined;
  /** For admins: another account, or `all` accounts. */
  owner_id?: string | undefined;
}

export const scopeOf = ({ kind, state, since, until }: JobsSearch, owner?: string): BulkScope => ({
  kind,
  state,
  ...spanOf({ since, until }),
  owner_id: owner,
});

/** The states that an action changes. */
const STATES_OF: Record<BulkAction, readonly State[]> = { cancel: ["queued", "retrying"], retry: ["failed"] };

/** Whether jobs of a state can be changed by an action; without a state some can. */
export const applies = (action: BulkAction, state: State | undefined): boolean =>
  state === undefined || STATES_OF[action].includes(state);

/** The number of jobs that an action would change; `capped` if there are more. */
export function matchedBy(
  action: BulkAction,
  state: State | undefined,
  counts: JobCounts,
): { count: number; capped: boolean } {
  const states = state === undefined ? STATES_OF[action] : [state];
  const matched = counts.data.filter((one) => states.includes(one.state));
  return {
    count: matched.reduce((sum, one) => sum + one.count, 0),
    capped: matched.some((one) => one.capped),
  };
}

/** Jobs by state. The state of a filter is left out: all states are counted at once. */
const readCounts = ({ kind, since, until, owner_id }: BulkScope, signal: AbortSignal) =>
  data(api.GET("/v1/jobs/counts", { params: { query: { kind, since, until, owner_id } }, signal }));

const COUNTS = ["jobs", "counts"] as const;

/** The counts beside the states of a list. */
export const countsQuery = ({ state: _, ...scope }: BulkScope) =>
  queryOptions({
    queryKey: [...COUNTS, scope],
    queryFn: ({ signal }) => readCounts(scope, signal),
  });

/** The count that a user confirms: it stays as it is until it is asked for again. */
export const confirmedCountsQuery = ({ state: _, ...scope }: BulkScope) =>
  queryOptions({
    queryKey: ["jobs-confirmed", scope],
    queryFn: ({ signal }) => readCounts(scope, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** The result of a bulk job. */
export interface BulkOutcome {
  matched: number;
  done: number;
  skipped: number;
  failed: number;
  /** Jobs that were skipped or refused, by error code. */
  reasons: Record<string, number>;
}

/** The result of a job, if it was a bulk job. */
export function bulkOutcomeOf({ kind, result }: { kind: string; result?: unknown }): BulkOutcome | undefined {
  if (kind !== "jobs.bulk" || typeof result !== "object" || result === null) return undefined;
  const { matched, done, skipped, failed, reasons } = result as Partial<BulkOutcome>;
  if (typeof matched !== "number" || typeof done !== "number") return undefined;
  return { matched, done, skipped: skipped ?? 0, failed: failed ?? 0, reasons: reasons ?? {} };
}

onLive("job.", (_, client) => refetchSoon(client, COUNTS));
