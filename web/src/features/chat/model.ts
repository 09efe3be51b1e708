import type { components } from "@/api/schema";
import { chat } from "./strings";

export type Conversation = components["schemas"]["Conversation"];
export type Participant = components["schemas"]["Participant"];
export type ChatMessage = components["schemas"]["MessageWithCompletion"];

/** Messages are fetched in pages of this many consecutive numbers. */
export const PAGE = 50;

export const pageOf = (seq: number): number => Math.floor((seq - 1) / PAGE);

/** A page of consecutive messages, in order. */
export interface Page {
  messages: readonly ChatMessage[];
}

/** The message with a number, if its page is loaded. Numbers have no gaps, so its position is known. */
export function messageIn(page: Page | undefined, seq: number): ChatMessage | undefined {
  const first = page?.messages[0];
  if (!page || !first) return undefined;
  const message = page.messages[seq - first.seq];
  return message?.seq === seq ? message : page.messages.find((one) => one.seq === seq);
}

export const isDeleted = (message: ChatMessage): boolean => message.status === "deleted";

export function nameOf({ first_name, last_name, username }: Participant): string {
  return [first_name, last_name].filter(Boolean).join(" ") || username;
}

export function othersOf({ participants }: Conversation, me: string): Participant[] {
  return participants.filter(({ id }) => id !== me);
}

/** The other user of a direct conversation. */
export function partnerOf(conversation: Conversation, me: string): Participant | undefined {
  return conversation.kind === "direct" ? othersOf(conversation, me)[0] : undefined;
}

const NAMED = 3;

export function titleOf(conversation: Conversation, me: string): string {
  if (conversation.name) return conversation.name;
  if (conversation.kind === "assistant") return chat.assistantChat;
  const names = othersOf(conversation, me).map(nameOf);
  if (names.length === 0) return chat.alone;
  return namesOf(names);
}

/** "bob, carol and 4 others". */
export function namesOf(names: readonly string[]): string {
  if (names.length <= NAMED) return chat.list(names);
  return chat.andOthers(names.slice(0, NAMED - 1), names.length - NAMED + 1);
}

/** The newest message in one line. */
export function lineOf({ last_message: last, kind }: Conversation, me: string): string {
  if (!last) return chat.noMessages;
  if (last.status === "deleted") return chat.deleted;
  if (last.sender?.id === me) return chat.you(last.body);
  return kind === "group" && last.sender ? chat.says(last.sender.username, last.body) : last.body;
}

/** Read receipts: names by message number, without the user and the message's author. */
export function readersBySeq(conversation: Conversation, me: string): Map<number, string[]> {
  const readers = new Map<number, string[]>();
  for (const participant of othersOf(conversation, me)) {
    const { last_read_seq: seq } = participant;
    if (seq > 0) readers.set(seq, [...(readers.get(seq) ?? []), nameOf(participant)]);
  }
  return readers;
}
