import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { getPlatform } from "@/api/platform";
import { isProblem } from "@/api/problem";
import type { components } from "@/api/schema";
import { getSession } from "@/api/session";
import { patch, refetchSoon } from "@/live/apply";
import { type ChatFrame, onChat, onChatOpened, withFrames } from "@/live/chat";
import { applyToConversation, applyToPage, hasGap, withMessage, withMessageIn, withRead } from "./frames";
import { type ChatMessage, type Conversation, PAGE, type Page, pageOf } from "./model";

export type ListKind = "people" | "assistant";
type List = components["schemas"]["Page_Conversation"];
type Lists = InfiniteData<List, string | undefined>;

const CONVERSATIONS = 30;
const RESULTS = 20;

export const listKey = (kind: ListKind) => ["chat", "list", kind] as const;
const oneKey = (id: string) => ["chat", "one", id] as const;
const pagesKey = (id: string) => ["chat", "page", id] as const;

export function me(): string {
  const session = getSession();
  return "user" in session ? session.user.id : "";
}

const belongs = (kind: ListKind, conversation: Conversation) =>
  (conversation.kind === "assistant") === (kind === "assistant");

/** One's conversations by newest message. The API has no filter for "not with the assistant". */
export const conversationsQuery = (kind: ListKind) =>
  infiniteQueryOptions({
    queryKey: listKey(kind),
    queryFn: ({ pageParam, signal }) =>
      withFrames(async (): Promise<List> => {
        const query = {
          limit: CONVERSATIONS,
          cursor: pageParam,
          ...(kind === "assistant" ? { kind: "assistant" as const } : {}),
        };
        const list = await data(api.GET("/v1/conversations", { params: { query }, signal }));
        return { ...list, data: list.data.filter((one) => belongs(kind, one)) };
      }, applyToList),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

const applyToList = (list: List, frame: ChatFrame): List => ({
  ...list,
  data: list.data.map((one) => applyToConversation(one, frame, me())),
});

/** One conversation; null if there is none, or the user is not a member. */
export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: oneKey(id),
    queryFn: ({ signal }) =>
      withFrames(
        async (): Promise<Conversation | null> => {
          try {
            return await data(api.GET("/v1/conversations/{id}", { params: { path: { id } }, signal }));
          } catch (error) {
            if (isProblem(error, "not_found") || (isProblem(error) && error.status === 422)) return null;
            throw error;
          }
        },
        (known, frame) => known && applyToConversation(known, frame, me()),
      ),
  });

const readMessages = (id: string, query: { after_seq: number; limit: number }, signal: AbortSignal) =>
  data(api.GET("/v1/conversations/{id}/messages", { params: { path: { id }, query }, signal }));

/** The first message that the user may see: later members don't see earlier ones. */
export const firstSeqQuery = (id: string) =>
  queryOptions({
    queryKey: ["chat", "first", id],
    queryFn: async ({ signal }) =>
      (await readMessages(id, { after_seq: 0, limit: 1 }, signal)).data[0]?.seq ?? 1,
  });

export const messagesQuery = (id: string, page: number) =>
  queryOptions({
    queryKey: [...pagesKey(id), page],
    queryFn: ({ signal }) =>
      withFrames(
        async (): Promise<Page> => {
          const { data: messages } = await readMessages(id, { after_seq: page * PAGE, limit: PAGE }, signal);
          return { messages: messages.filter(({ seq }) => seq <= (page + 1) * PAGE) };
        },
        (known, frame) => (frame.conversation_id === id ? applyToPage(known, page, frame) : known),
      ),
  });

export const searchQuery = (id: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ["chat", "search", id, q],
    queryFn: ({ pageParam, signal }) => {
      const query = { q, limit: RESULTS, cursor: pageParam };
      const params = { path: { id }, query };
      return data(api.GET("/v1/conversations/{id}/search", { params, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: q !== "",
  });

export const platformQuery = queryOptions({
  queryKey: ["platform"],
  queryFn: async () => (await getPlatform()) ?? null,
  staleTime: Number.POSITIVE_INFINITY,
});

// --- cache updates ----------------------------------------------------------------------------------------

/** Changes a conversation wherever it is cached. Returns whether it was found. */
export function patchConversation(
  client: QueryClient,
  id: string,
  change: (known: Conversation) => Conversation,
): boolean {
  let found = false;
  patch<Conversation | null>(client, oneKey(id), (known) => known && change(known));
  for (const kind of ["people", "assistant"] as const) {
    patch<Lists>(client, listKey(kind), (lists) => {
      if (!lists.pages.some((page) => page.data.some((one) => one.id === id))) return lists;
      found = true;
      const pages = lists.pages.map((page) => ({
        ...page,
        data: page.data.map((one) => (one.id === id ? change(one) : one)),
      }));
      return { ...lists, pages };
    });
  }
  return found;
}

/** Puts a conversation at the top of its list unless it is already listed. */
export function addConversation(client: QueryClient, conversation: Conversation): void {
  client.setQueryData<Conversation | null>(oneKey(conversation.id), conversation);
  const kind = conversation.kind === "assistant" ? "assistant" : "people";
  patch<Lists>(client, listKey(kind), (lists) => {
    const [first, ...rest] = lists.pages;
    const known = lists.pages.some((page) => page.data.some(({ id }) => id === conversation.id));
    if (!first || known) return lists;
    return { ...lists, pages: [{ ...first, data: [conversation, ...first.data] }, ...rest] };
  });
}

/** Removes a conversation that the user has left. */
export function removeConversation(client: QueryClient, id: string): void {
  client.setQueryData<Conversation | null>(oneKey(id), null);
  patch<Lists>(client, listKey("people"), (lists) => ({
    ...lists,
    pages: lists.pages.map((page) => ({ ...page, data: page.data.filter((one) => one.id !== id) })),
  }));
}

/** Shows the user's own accepted message before its frame arrives. */
export function addMessage(client: QueryClient, message: ChatMessage): void {
  addToPage(client, message);
  patchConversation(client, message.conversation_id, (known) => withMessage(known, message, me()));
}

/** Shows the user's own edited or deleted message. */
export function replaceMessage(client: QueryClient, message: ChatMessage): void {
  const { conversation_id: conversation, id, seq } = message;
  patch<Page>(client, messagesQuery(conversation, pageOf(seq)).queryKey, (known) => ({
    messages: known.messages.map((one) => (one.id === id ? { ...one, ...message } : one)),
  }));
  patchConversation(client, conversation, (known) =>
    known.last_message?.id === id ? { ...known, last_message: message } : known,
  );
}

function addToPage(client: QueryClient, message: ChatMessage): void {
  const { conversation_id: id, seq } = message;
  const page = pageOf(seq);
  const { queryKey } = messagesQuery(id, page);
  // The first message of a page: it is the whole page.
  if (seq === page * PAGE + 1 && !client.getQueryData(queryKey)) {
    client.setQueryData<Page>(queryKey, { messages: [message] });
  }
  patch<Page>(client, queryKey, (known) => withMessageIn(known, page, message));
  const after = client.getQueryData<Page>(queryKey);
  if (after && hasGap(after)) refetchSoon(client, queryKey);
}

/** Marks a conversation as read up to a message, in the cache at once and on the server. */
export function markRead(client: QueryClient, id: string, seq: number): void {
  patchConversation(client, id, (known) => withRead(known, me(), seq, me()));
  api.POST("/v1/conversations/{id}/read", { params: { path: { id } }, body: { seq } }).catch(() => {
    // The next visible message, or the next visit, marks it again.
    refetchSoon(client, oneKey(id));
  });
}

// --- live -------------------------------------------------------------------------------------------------

const shown = (client: QueryClient, queryKey: readonly unknown[]) =>
  client.getQueryCache().findAll({ queryKey, type: "active" }).length > 0;

onChat((frame, client) => {
  const { conversation_id: id, type } = frame;
  if (type === "member_removed" && frame.user_id === me()) return removeConversation(client, id);
  const found = patchConversation(client, id, (known) => applyToConversation(known, frame, me()));
  const cached = client.getQueryCache().findAll({ queryKey: pagesKey(id) });
  for (const { queryKey } of cached) {
    const page = queryKey.at(-1) as number;
    patch<Page>(client, queryKey, (known) => applyToPage(known, page, frame));
  }
  if (type === "changed") {
    for (const key of [oneKey(id), pagesKey(id)]) refetchSoon(client, key);
    refetchSoon(client, ["chat", "list"]);
  }
  if (type === "member_added") refetchSoon(client, oneKey(id));
  if (type !== "message") return;
  const seq = Number(frame.seq);
  const message = applyToPage({ messages: [] }, pageOf(seq), frame).messages[0];
  if (message && cached.length > 0) addToPage(client, message);
  // Answers have their cost only when they are read from the server.
  if (frame.role === "assistant") refetchSoon(client, messagesQuery(id, pageOf(seq)).queryKey);
  if (!found && shown(client, ["chat", "list"])) void fetchNew(client, id);
});

/** A conversation outside the loaded lists: just created, or further down. */
async function fetchNew(client: QueryClient, id: string): Promise<void> {
  const known = await client.fetchQuery({ ...conversationQuery(id), staleTime: 0 }).catch(() => undefined);
  if (known) addConversation(client, known);
}

onChatOpened((client) => {
  // Data fetched earlier may be out of date.
  for (const queryKey of [
    ["chat", "list"],
    ["chat", "one"],
    ["chat", "page"],
  ]) {
    void client.invalidateQueries({ queryKey });
  }
});
