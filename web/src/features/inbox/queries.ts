import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { isProblem } from "@/api/problem";
import type { components } from "@/api/schema";
import type { Message } from "@/features/messages/model";
// Its event handler marks all lists of messages as stale; those of this module are registered after it.
import type { MessagePage } from "@/features/messages/queries";
import "@/features/messages/queries";
import { onLive, refetchSoon } from "@/live/apply";
import { pausable } from "@/live/pause";

export type Contact = components["schemas"]["Contact"];

const CONTACTS = 30;
const MESSAGES = 30;

export const contactsQuery = (paused: boolean) =>
  infiniteQueryOptions({
    ...pausable(paused),
    queryKey: ["contacts", "list"],
    queryFn: ({ pageParam, signal }) =>
      data(api.GET("/v1/contacts", { params: { query: { limit: CONTACTS, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** One phone; null if it never wrote. */
export const contactQuery = (phone: string) =>
  queryOptions({
    queryKey: ["contacts", "one", phone],
    queryFn: async ({ signal }): Promise<Contact | null> => {
      try {
        return await data(api.GET("/v1/contacts/{to}", { params: { path: { to: phone } }, signal }));
      } catch (error) {
        if (isProblem(error, "not_found")) return null;
        throw error;
      }
    },
  });

const threadKey = (phone: string) => ["messages", "thread", phone];

/** Messages to and from a phone, newest first. */
export const threadQuery = (phone: string) =>
  infiniteQueryOptions({
    queryKey: threadKey(phone),
    queryFn: ({ pageParam, signal }) => {
      const query = { to: phone, channel: "whatsapp", limit: MESSAGES, cursor: pageParam } as const;
      return data(api.GET("/v1/messages", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Shows an accepted message before the list is fetched again. */
export function addToThread(client: QueryClient, phone: string, message: Message): void {
  client.setQueryData<InfiniteData<MessagePage, string | undefined>>(threadKey(phone), (old) => {
    const [first, ...rest] = old?.pages ?? [];
    if (!old || !first || old.pages.some((page) => page.data.some(({ id }) => id === message.id))) return old;
    return { ...old, pages: [{ ...first, data: [message, ...first.data] }, ...rest] };
  });
}

const BEGINNINGS = ["message.received", "message.queued", "message.scheduled"];

onLive("message.", ({ type, data: { channel, from } }, client) => {
  if (channel !== "whatsapp") return;
  refetchSoon(client, ["contacts"]);
  // Events of sent messages don't name the recipient: only the thread on screen is fetched.
  if (BEGINNINGS.includes(type))
    refetchSoon(client, typeof from === "string" ? threadKey(from) : ["messages", "thread"]);
});
