import { describe, expect, it } from "vitest";
import type { LiveEvent } from "@/live/event";
import { extend, lineOf, MOST_EVENTS, ofFamily, streamCurl } from "./tail";

const event = (number: number, type = "job.queued"): LiveEvent => ({
  id: `evt_${number}`,
  seq: number,
  type,
  data: {},
  created_at: "2026-01-02T03:04:05Z",
});

describe("the tail", () => {
  it("has the newest first, each once", () => {
    const tail = extend(extend([], [event(1), event(2)]), [event(2), event(3)]);
    expect(tail.map(({ seq }) => seq)).toEqual([3, 2, 1]);
  });

  it("stays the same array without new events: nothing is rendered again", () => {
    const tail = extend([], [event(1)]);
    expect(extend(tail, [event(1)])).toBe(tail);
  });

  it("forgets the oldest beyond its size", () => {
    const many = Array.from({ length: MOST_EVENTS + 5 }, (_, at) => event(at));
    const tail = extend([], many);
    expect(tail).toHaveLength(MOST_EVENTS);
    expect(tail[0]?.seq).toBe(MOST_EVENTS + 4);
    expect(tail.at(-1)?.seq).toBe(5);
  });

  it("is filtered by the first word of a type", () => {
    const tail = [event(1, "job.queued"), event(2, "message.sent"), event(3, "jobs.other")];
    expect(ofFamily(tail, "job").map(({ seq }) => seq)).toEqual([1]);
    expect(ofFamily(tail, undefined)).toHaveLength(3);
  });
});

it("an event's line has its plain values and its error code", () => {
  const data = {
    id: "msg_1",
    attempt: 2,
    error: { code: "provider_error", message: "…" },
    transaction: { id: "x" },
  };
  expect(lineOf({ data })).toBe("id: msg_1 · attempt: 2 · error: provider_error");
});

describe("the command", () => {
  it("follows all events from now on", () => {
    expect(streamCurl("https://example.com", undefined)).toBe(
      'curl --no-buffer "https://example.com/v1/events/stream" \\\n  -H "Authorization: Bearer $API_KEY"',
    );
  });

  it("has the filter and the cursor", () => {
    const command = streamCurl("https://example.com", "message", "ZjQ2");
    expect(command).toContain('"https://example.com/v1/events/stream?types=message.*"');
    expect(command).toContain('-H "Last-Event-ID: ZjQ2"');
  });
});
