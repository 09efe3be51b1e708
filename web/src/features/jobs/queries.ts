import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";
import { spanOf } from "@/lib/day";
import { isNewest, onLive, patch, refetchSoon } from "@/live/apply";
import type { LiveEvent } from "@/live/event";
import { isPaused, pausable } from "@/live/pause";
import type { Job, JobRow } from "./model";
import type { JobsSearch } from "./search";

type JobsPage = components["schemas"]["Page_Job"];

const PAGE = 50;
const LISTS = ["jobs", "list"] as const;

/** The jobs of an account; without `owner` the user's own. */
export const jobsQuery = (filters: JobsSearch, paused = false, owner?: string) =>
  infiniteQueryOptions({
    ...pausable(paused),
    queryKey: owner ? [...LISTS, filters, { owner }] : [...LISTS, filters],
    queryFn: ({ pageParam, signal }) => {
      const { state, kind } = filters;
      const query = {
        state,
        kind,
        ...spanOf(filters),
        owner_id: owner,
        limit: PAGE,
        cursor: pageParam,
      };
      return data(api.GET("/v1/jobs", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

const keyOf = (id: string, owner?: string) => (owner ? ["jobs", id, { owner }] : ["jobs", id]);

/** A job with its explanation, and its attempts where there is more to say than that one went well. */
export function jobQuery(id: string, owner?: string) {
  return queryOptions({
    queryKey: keyOf(id, owner),
    queryFn: async ({ signal }): Promise<Job> => {
      const get = (expand: "attempts" | "explain") => {
        const query = { expand, owner_id: owner };
        return data(api.GET("/v1/jobs/{id}", { params: { path: { id }, query }, signal }));
      };
      const job = await get("explain");
      if (job.attempt < 2 && !job.error) return job;
      return { ...job, attempts: (await get("attempts")).attempts };
    },
  });
}

/** All attempts at a job, also a single one that went well. */
export const attemptsQuery = (id: string, owner?: string) =>
  queryOptions({
    queryKey: [...keyOf(id, owner), "attempts"],
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { expand: "attempts", owner_id: owner } } as const;
      return (await data(api.GET("/v1/jobs/{id}", { params, signal }))).attempts ?? [];
    },
  });

/** A message and its job are made together, so it is found by the time. Those of other accounts have no page. */
export function messageOfJobQuery(job: Job | undefined, owner?: string) {
  return queryOptions({
    queryKey: ["jobs", job?.id, "message"],
    enabled: job !== undefined && !owner,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const at = Date.parse(job?.created_at ?? "");
      const since = new Date(at - 1000).toISOString();
      const until = new Date(at + 1000).toISOString();
      const query = { direction: "sent", since, until, limit: 100 } as const;
      const page = await data(api.GET("/v1/messages", { params: { query }, signal }));
      return page.data.find((message) => message.job_id === job?.id) ?? null;
    },
  });
}

// --- live -------------------------------------------------------------------------------------------------

function patchRows(client: QueryClient, id: string, change: Partial<JobRow>): void {
  const has = (page: JobsPage) => page.data.some((row) => row.id === id);
  const changed = (page: JobsPage): JobsPage =>
    has(page)
      ? { ...page, data: page.data.map((row) => (row.id === id ? { ...row, ...change } : row)) }
      : page;
  // What stands still is fetched when it goes on. A list that has no such row may lack a new one: it announces that
  // where it is on screen, and is fetched where it is shown later.
  void client.invalidateQueries({ queryKey: LISTS, refetchType: "none" });
  client.setQueriesData<InfiniteData<JobsPage>>(
    { queryKey: LISTS, predicate: (query) => !isPaused(query) },
    (old) => (old?.pages.some(has) ? { ...old, pages: old.pages.map(changed) } : undefined),
  );
}

function applyJob(event: LiveEvent, client: QueryClient): void {
  const { id } = event.data;
  if (typeof id !== "string" || !isNewest(`job:${id}`, event.seq)) return;
  const change = event.data as Partial<JobRow>;
  patchRows(client, id, change);
  const { queryKey } = jobQuery(id);
  patch<Job>(client, queryKey, (old) => ({ ...old, ...change }));
  if (client.getQueryData(queryKey)) refetchSoon(client, queryKey);
}

onLive("job.", applyJob);
