import { describe, expect, test } from "vitest";
import type { LiveEvent } from "@/live/event";
import { filtersOf, queryOf } from "./filters";
import { advanced, asCurl, type Message, timeline } from "./model";
import { announces } from "./use-new-messages";

const message: Message = {
  id: "msg_1",
  job_id: "job_1",
  channel: "whatsapp",
  to: "+15550001234",
  body: "It's ready",
  status: "queued",
  segments: 1,
  created_at: "2026-01-02T03:04:05.000Z",
  metadata: {},
};
const names = (of: Message, endedAt?: string) =>
  timeline(of, endedAt).map(({ name, done }) => `${name}:${done}`);

describe("the timeline", () => {
  test("shows future steps", () => {
    expect(names(message)).toEqual(["accepted:true", "sent:false", "delivered:false", "read:false"]);
  });

  test("has the waits between its steps", () => {
    const read = {
      ...message,
      status: "read",
      sent_at: "2026-01-02T03:04:05.200Z",
      delivered_at: "2026-01-02T03:04:06.700Z",
      read_at: "2026-01-02T03:05:06.700Z",
    } as const;
    expect(timeline(read).map(({ wait }) => wait)).toEqual([undefined, 200, 1500, 60_000]);
  });

  test("of an in-app message has no provider step", () => {
    expect(names({ ...message, channel: "in_app" })).toEqual([
      "accepted:true",
      "delivered:false",
      "read:false",
    ]);
  });

  test.each(["failed", "cancelled", "unknown"] as const)("ends with %s", (status) => {
    const steps = timeline({ ...message, status }, "2026-01-02T03:04:07.000Z");
    expect(steps.map(({ name }) => name)).toEqual(["accepted", status]);
    expect(steps.at(-1)?.wait).toBe(2000);
  });

  test("does not count the scheduled time as a wait", () => {
    const planned = { ...message, status: "scheduled", send_at: "2026-01-03T03:04:05.000Z" } as const;
    expect(timeline(planned)[1]).toMatchObject({ name: "scheduled", done: false, wait: undefined });
  });

  test("of a received message has no send steps", () => {
    expect(names({ ...message, job_id: null })).toEqual(["received:true", "read:false"]);
  });
});

test("an event changes the status and keeps a known time", () => {
  const sent = advanced(message, "sent", "2026-01-02T03:04:06.000Z", null);
  expect(sent).toMatchObject({ status: "sent", sent_at: "2026-01-02T03:04:06.000Z" });
  expect(advanced(sent, "sent", "2026-01-02T03:04:09.000Z", null).sent_at).toBe("2026-01-02T03:04:06.000Z");
});

test("the command survives an apostrophe", () => {
  expect(asCurl(message, "https://example.com")).toContain(`"body": "It'\\''s ready"`);
});

describe("filters", () => {
  test("invalid search parameters are dropped", () => {
    expect(filtersOf({ status: "lost", channel: "in_app", since: "yesterday", until: "2026-01-31" })).toEqual(
      {
        to: undefined,
        direction: undefined,
        channel: "in_app",
        status: undefined,
        since: undefined,
        until: "2026-01-31",
      },
    );
  });

  test("the last day is included", () => {
    const { since, until } = queryOf({ since: "2026-01-31", until: "2026-01-31" });
    expect(Date.parse(until ?? "") - Date.parse(since ?? "")).toBe(86_400_000);
  });

  test("only messages that match the list are announced", () => {
    const event = (type: string, data: object): LiveEvent => ({
      id: "evt_1",
      seq: 1,
      type,
      data: { id: "msg_1", ...data },
      created_at: "2026-01-02T03:04:05Z",
    });
    const queued = event("message.queued", { channel: "in_app", status: "queued" });
    const received = event("message.received", { channel: "in_app" });
    expect([announces(queued, {}), announces(received, {})]).toEqual([true, true]);
    expect(announces(queued, { direction: "received" })).toBe(false);
    expect(announces(received, { direction: "sent" })).toBe(false);
    expect(announces(queued, { channel: "whatsapp" })).toBe(false);
    expect(announces(queued, { status: "failed" })).toBe(false);
    expect(announces(event("message.delivered", { channel: "in_app" }), {})).toBe(false);
  });
});
