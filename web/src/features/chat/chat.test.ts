import { describe, expect, test } from "vitest";
import type { ChatFrame } from "@/live/chat";
import { applyToConversation, applyToPage, hasGap, withMessageIn } from "./frames";
import { type ChatMessage, type Conversation, lineOf, messageIn, namesOf, type Page, titleOf } from "./model";
import { arrange, byNewest, orderOf } from "./order";

const ME = "usr_me";
const BOB = "usr_bob";
const person = (id: string, username: string, last_read_seq = 0) =>
  ({ id, username, online: false, last_read_seq }) as Conversation["participants"][number];

const conversation: Conversation = {
  id: "conv_1",
  kind: "group",
  name: null,
  owner_id: ME,
  participants: [person(ME, "me", 4), person(BOB, "bob", 2)],
  last_message: null,
  last_seq: 4,
  unread_count: 0,
  created_at: "2026-01-01T00:00:00Z",
};

const frame = (type: string, rest: object): ChatFrame => ({ type, conversation_id: "conv_1", ...rest });
const said = (seq: number, sender_id: string | null = BOB, rest: object = {}) =>
  frame("message", {
    message_id: `cmsg_${seq}`,
    seq,
    sender_id,
    sender: sender_id && "bob",
    role: sender_id ? "user" : "system",
    message: `text ${seq}`,
    timestamp: `2026-01-02T00:00:${String(seq).padStart(2, "0")}Z`,
    ...rest,
  });
const apply = (known: Conversation, ...frames: ChatFrame[]) =>
  frames.reduce((now, one) => applyToConversation(now, one, ME), known);

describe("a conversation", () => {
  test("counts each message of others once, however often its frame arrives", () => {
    const after = apply(conversation, said(5), said(5), said(6, ME), said(7, null), said(3));
    expect([after.last_seq, after.unread_count, after.last_message?.body]).toEqual([7, 1, "text 7"]);
  });

  test("is marked as read by a receipt, which never moves back", () => {
    const read = (user_id: string, seq: number) => frame("read", { user_id, seq });
    const after = apply(conversation, said(5), read(ME, 5), read(BOB, 5), read(BOB, 3));
    expect(after.unread_count).toBe(0);
    expect(after.participants.map(({ last_read_seq }) => last_read_seq)).toEqual([5, 5]);
    // Messages after the last read one stay unread.
    expect(apply(conversation, said(5), said(6), read(ME, 5)).unread_count).toBe(2);
  });

  test("applies changes of members, name and presence", () => {
    const after = apply(
      conversation,
      frame("member_added", { user_id: "usr_carol", username: "carol", first_seq: 5 }),
      frame("member_added", { user_id: "usr_carol", username: "carol", first_seq: 5 }),
      frame("presence", { user_id: BOB, online: true, last_seen: null }),
      frame("renamed", { name: "Lunch" }),
    );
    expect(after.participants.map(({ username, online }) => [username, online])).toEqual([
      ["me", false],
      ["bob", true],
      ["carol", false],
    ]);
    expect(titleOf(after, ME)).toBe("Lunch");
    const without = apply(after, frame("member_removed", { user_id: ME, owner_id: BOB }));
    expect([without.owner_id, without.participants.length]).toEqual([BOB, 2]);
  });

  test("ignores frames of another id", () => {
    expect(apply(conversation, { ...said(5), conversation_id: "conv_2" })).toBe(conversation);
  });

  test("has one line and a title for a list", () => {
    const direct = { ...conversation, kind: "direct" as const };
    expect(titleOf(direct, ME)).toBe("bob");
    expect(lineOf(apply(conversation, said(5)), ME)).toBe("bob: text 5");
    expect(lineOf(apply(direct, said(5)), ME)).toBe("text 5");
    expect(lineOf(apply(direct, said(5, ME)), ME)).toBe("You: text 5");
    const gone = apply(direct, said(5), frame("message_deleted", { message_id: "cmsg_5", deleted_at: "x" }));
    expect(lineOf(gone, ME)).toBe("Message deleted");
    expect(namesOf(["a", "b", "c", "d", "e"])).toMatch(/^a, b,? and 3 others$/);
  });
});

describe("a page of messages", () => {
  const empty: Page = { messages: [] };
  const page = [said(51), said(52), said(53)].reduce((known, one) => applyToPage(known, 1, one), empty);

  test("adds its messages in order, once", () => {
    const again = [said(53), said(50), said(101), said(54)].reduce((p, one) => applyToPage(p, 1, one), page);
    expect(again.messages.map(({ seq }) => seq)).toEqual([51, 52, 53, 54]);
    expect([messageIn(again, 52)?.id, messageIn(again, 55), messageIn(undefined, 1)]).toEqual([
      "cmsg_52",
      undefined,
      undefined,
    ]);
  });

  test("detects a gap", () => {
    expect(hasGap(page)).toBe(false);
    expect(hasGap(applyToPage(page, 1, said(55)))).toBe(true);
    const late = withMessageIn(applyToPage(page, 1, said(55)), 1, {
      ...(page.messages[0] as ChatMessage),
      seq: 54,
      id: "cmsg_54",
    });
    expect(hasGap(late)).toBe(false);
  });

  test("keeps the later of two edits, and no deleted text", () => {
    const edit = (message: string, edited_at: string) =>
      frame("message_edited", { message_id: "cmsg_52", message, edited_at });
    const edited = [edit("second", "2026-01-02T02:00:00Z"), edit("first", "2026-01-02T01:00:00Z")].reduce(
      (p, one) => applyToPage(p, 1, one),
      page,
    );
    expect(messageIn(edited, 52)?.body).toBe("second");
    const removed = applyToPage(
      edited,
      1,
      frame("message_deleted", { message_id: "cmsg_52", deleted_at: "x" }),
    );
    expect([messageIn(removed, 52)?.body, messageIn(removed, 52)?.status]).toEqual(["", "deleted"]);
  });
});

describe("the order of the list", () => {
  const at = (id: string, hour: number) =>
    ({
      id,
      last_seq: hour,
      created_at: "2026-01-01T00:00:00Z",
      last_message: { created_at: `2026-01-15T${String(hour).padStart(2, "0")}:00:00Z` },
    }) as Conversation;
  const order = orderOf([at("c", 3), at("b", 2), at("a", 1)]);
  const ids = (list: readonly Conversation[]) => list.map(({ id }) => id);

  test("is unchanged while others write, and counts rows that would move", () => {
    const { rows, moved } = arrange([at("c", 3), at("b", 2), at("a", 5), at("new", 4)], order);
    expect([ids(rows), ids(moved)]).toEqual([
      ["c", "b", "a"],
      ["a", "new"],
    ]);
  });

  test("is unchanged if the first gets another message", () => {
    const { rows, moved } = arrange([at("c", 9), at("b", 2), at("a", 1)], order);
    expect([ids(rows), moved]).toEqual([["c", "b", "a"], []]);
  });

  test("continues with older ones, and is renewed by newest message", () => {
    const { rows, moved } = arrange([at("c", 3), at("b", 2), at("a", 1), at("old", 0)], order);
    expect([ids(rows), moved]).toEqual([["c", "b", "a", "old"], []]);
    expect(ids(byNewest([at("a", 1), at("b", 2)]))).toEqual(["b", "a"]);
  });
});
