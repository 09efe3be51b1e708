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
import { isNewest, onLive, refetchSoon } from "@/live/apply";
import type { LiveEvent } from "@/live/event";
import { reloadPages } from "@/live/new-rows";
import { isPaused, pausable } from "@/live/pause";
import { type Filters, queryOf, STATUSES } from "./filters";
import { advanced, type Message, type MessageStatus } from "./model";

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
  await reloadPages(client, messagesQuery(filters).queryKey);
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

onLive("message.", applyMessage);
