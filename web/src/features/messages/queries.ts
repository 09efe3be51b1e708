import {
  type InfiniteData,
  infiniteQueryOptions,
  type Query,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { getPlatform } from "@/api/platform";
import type { components } from "@/api/schema";
import { isNewest, onLive, patch, refetchSoon } from "@/live/apply";
import type { LiveEvent } from "@/live/event";
import { isPaused, pausable } from "@/live/pause";
import { type Filters, queryOf, STATUSES } from "./filters";
import { advanced, type Job, type Message, type MessageStatus } from "./model";

export type MessagePage = components["schemas"]["Page_Message"];
type Pages = InfiniteData<MessagePage, string | undefined>;

const PAGE = 50;

export function messagesQuery(filters: Filters, paused = false) {
  return infiniteQueryOptions({
    ...pausable(paused),
    queryKey: ["messages", filters],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/v1/messages", {
          params: { query: { ...queryOf(filters), limit: PAGE, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Shows a list from its first page again. The old content stays until the response arrives. */
export async function reloadList(client: QueryClient, filters: Filters): Promise<void> {
  const { queryKey } = messagesQuery(filters);
  client.setQueryData<Pages>(
    queryKey,
    (old) => old && { pages: old.pages.slice(0, 1), pageParams: old.pageParams.slice(0, 1) },
  );
  await client.refetchQueries({ queryKey, exact: true });
}

/** Marks a message as read, and refetches views that show unread ones. */
export function markedRead(client: QueryClient, read: Message): void {
  patchRows(client, read.id, () => read);
  refetchSoon(client, ["contacts"]);
}

export function messageQuery(id: string) {
  return queryOptions({
    queryKey: ["messages", id],
    queryFn: ({ signal }) => data(api.GET("/v1/messages/{id}", { params: { path: { id } }, signal })),
  });
}

/** A job with its wait reason, and its attempts unless the only one succeeded. */
export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ["jobs", id],
    queryFn: async ({ signal }): Promise<Job> => {
      const get = (expand: "attempts" | "explain") =>
        data(api.GET("/v1/jobs/{id}", { params: { path: { id }, query: { expand } }, signal }));
      const job = await get("explain");
      if (job.attempt < 2 && !job.error) return job;
      return { ...job, attempts: (await get("attempts")).attempts };
    },
  });
}

/** A message and its job are created together, so it is found by the time. */
export function messageOfJobQuery(job: Job | undefined) {
  return queryOptions({
    queryKey: ["jobs", job?.id, "message"],
    enabled: job !== undefined,
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

export const summaryQuery = queryOptions({
  queryKey: ["messages", "summary"],
  queryFn: ({ signal }) => data(api.GET("/v1/messages/summary", { signal })),
});

export const templatesQuery = queryOptions({
  queryKey: ["templates"],
  queryFn: ({ signal }) => data(api.GET("/v1/templates", { params: { query: { limit: 100 } }, signal })),
});

export const platformQuery = queryOptions({
  queryKey: ["platform"],
  queryFn: async () => (await getPlatform()) ?? null,
  staleTime: Number.POSITIVE_INFINITY,
});

// --- live -------------------------------------------------------------------------------------------------

function patchRows(client: QueryClient, id: string, change: (message: Message) => Message): void {
  // A paused list is fetched when it is resumed.
  void client.invalidateQueries({ queryKey: ["messages"], predicate: isPaused, refetchType: "none" });
  const has = (page: MessagePage) => page.data.some((row) => row.id === id);
  const rows = (page: MessagePage): MessagePage =>
    has(page) ? { ...page, data: page.data.map((row) => (row.id === id ? change(row) : row)) } : page;
  // Undefined leaves a query unchanged: new data, even equal, would hide that its last fetch failed.
  const filter = { queryKey: ["messages"], predicate: (query: Query) => !isPaused(query) };
  client.setQueriesData<Pages | MessagePage | Message>(filter, (old) => {
    if (old === undefined) return undefined;
    // Lists are cached page by page, or as one page.
    if ("pages" in old) return old.pages.some(has) ? { ...old, pages: old.pages.map(rows) } : undefined;
    if ("data" in old) return has(old) ? rows(old) : undefined;
    return "status" in old && old.id === id ? change(old) : undefined;
  });
}

const isStatus = (value: unknown): value is MessageStatus => STATUSES.some((status) => status === value);

function applyMessage(event: LiveEvent, client: QueryClient): void {
  const { id, status, error } = event.data;
  if (typeof id !== "string") return;
  if (
    event.type === "message.queued" ||
    event.type === "message.scheduled" ||
    event.type === "message.received"
  ) {
    // Lists on screen don't move: they announce new messages. The others are fetched when they are shown.
    void client.invalidateQueries({ queryKey: ["messages"], refetchType: "none" });
  }
  if (isStatus(status)) refetchSoon(client, summaryQuery.queryKey);
  if (!isStatus(status) || !isNewest(`message:${id}`, event.seq)) return;
  patchRows(client, id, (message) => advanced(message, status, event.created_at, error as Message["error"]));
  if (client.getQueryData(messageQuery(id).queryKey)) refetchSoon(client, messageQuery(id).queryKey);
}

function applyJob(event: LiveEvent, client: QueryClient): void {
  const { id } = event.data;
  if (typeof id !== "string" || !isNewest(`job:${id}`, event.seq)) return;
  const { queryKey } = jobQuery(id);
  patch<Job>(client, queryKey, (old) => ({ ...old, ...(event.data as Partial<Job>) }));
  if (client.getQueryData(queryKey)) refetchSoon(client, queryKey);
}

onLive("message.", applyMessage);
onLive("job.", applyJob);
