import type { ChatFrame } from "@/live/chat";
import { type ChatMessage, type Conversation, PAGE, type Page, type Participant } from "./model";

// Applies frames to cached data. The functions are pure and idempotent: a frame may arrive twice.

const MOST_UNREAD = 1000;

export function messageOf(frame: ChatFrame): ChatMessage {
  const f = frame as unknown as Record<string, string | null | undefined>;
  return {
    id: f.message_id ?? "",
    conversation_id: frame.conversation_id,
    seq: Number(frame.seq),
    role: frame.role as ChatMessage["role"],
    sender: f.sender_id ? { id: f.sender_id, username: f.sender ?? "" } : null,
    client_id: f.client_id ?? null,
    body: f.message ?? "",
    status: f.deleted_at ? "deleted" : "sent",
    created_at: f.timestamp ?? "",
    edited_at: f.edited_at ?? null,
    deleted_at: f.deleted_at ?? null,
  };
}

/** A message after an edit or a deletion; unchanged if the frame is about another one. */
export function changed<T extends ChatMessage>(message: T, frame: ChatFrame): T {
  if (message.id !== frame.message_id) return message;
  if (frame.type === "message_deleted") {
    return { ...message, body: "", status: "deleted", deleted_at: String(frame.deleted_at) };
  }
  const edited_at = String(frame.edited_at);
  if (frame.type !== "message_edited" || (message.edited_at ?? "") > edited_at) return message;
  return { ...message, body: String(frame.message), edited_at };
}

export function applyToConversation(known: Conversation, frame: ChatFrame, me: string): Conversation {
  if (known.id !== frame.conversation_id) return known;
  switch (frame.type) {
    case "message":
      return withMessage(known, messageOf(frame), me);
    case "message_edited":
    case "message_deleted": {
      const { last_message: last } = known;
      const next = last && changed(last, frame);
      return next === last ? known : { ...known, last_message: next ?? null };
    }
    case "member_added":
      return withMember(known, frame);
    case "member_removed":
      return {
        ...known,
        owner_id: frame.owner_id as Conversation["owner_id"],
        participants: known.participants.filter(({ id }) => id !== frame.user_id),
      };
    case "renamed":
      return { ...known, name: String(frame.name) };
    case "read":
      return withRead(known, String(frame.user_id), Number(frame.seq), me);
    case "presence":
      return withPerson(known, String(frame.user_id), {
        online: frame.online === true,
        last_seen: frame.last_seen as string | null,
      });
    default:
      return known;
  }
}

/** Adds a new message; known ones change nothing. */
export function withMessage(known: Conversation, message: ChatMessage, me: string): Conversation {
  if (message.seq <= known.last_seq) return known;
  const counts = message.sender?.id !== me && message.role !== "system";
  return {
    ...known,
    last_message: message,
    last_seq: message.seq,
    unread_count: counts ? Math.min(MOST_UNREAD, known.unread_count + 1) : known.unread_count,
  };
}

export function withRead(known: Conversation, user: string, seq: number, me: string): Conversation {
  const before = known.participants.find(({ id }) => id === user)?.last_read_seq ?? 0;
  if (seq <= before) return known;
  const next = withPerson(known, user, { last_read_seq: seq });
  return user === me && seq >= known.last_seq ? { ...next, unread_count: 0 } : next;
}

function withPerson(known: Conversation, user: string, changes: Partial<Participant>): Conversation {
  const participants = known.participants.map((one) => (one.id === user ? { ...one, ...changes } : one));
  return { ...known, participants };
}

function withMember(known: Conversation, frame: ChatFrame): Conversation {
  if (known.participants.some(({ id }) => id === frame.user_id)) return known;
  const member: Participant = {
    id: String(frame.user_id),
    username: String(frame.username),
    online: false,
    last_read_seq: Number(frame.first_seq) - 1,
  };
  return { ...known, participants: [...known.participants, member] };
}

/** Page `page` of a conversation, with a frame applied. */
export function applyToPage(known: Page, page: number, frame: ChatFrame): Page {
  if (frame.type === "message") return withMessageIn(known, page, messageOf(frame));
  if (frame.type !== "message_edited" && frame.type !== "message_deleted") return known;
  const at = known.messages.findIndex(({ id }) => id === frame.message_id);
  const message = known.messages[at];
  return message ? { messages: known.messages.with(at, changed(message, frame)) } : known;
}

/** Adds a message of this page unless it is already there. */
export function withMessageIn(known: Page, page: number, message: ChatMessage): Page {
  const belongs = message.seq > page * PAGE && message.seq <= (page + 1) * PAGE;
  if (!belongs || known.messages.some(({ seq }) => seq === message.seq)) return known;
  return { messages: [...known.messages, message].sort((a, b) => a.seq - b.seq) };
}

/** Whether messages between two loaded ones are missing. */
export function hasGap({ messages }: Page): boolean {
  const [first, last] = [messages[0], messages.at(-1)];
  return first !== undefined && last !== undefined && last.seq - first.seq + 1 !== messages.length;
}
