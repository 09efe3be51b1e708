import { expect, test } from "vitest";
import { byDay, outcomes } from "../src/features/home/counts";

test("unknown messages are neither delivered nor failed, and all are counted once", () => {
  const counts = outcomes({
    scheduled: 1,
    queued: 2,
    sent: 4,
    delivered: 8,
    read: 16,
    failed: 32,
    unknown: 64,
    cancelled: 128,
  });
  expect(counts).toEqual({ all: 255, delivered: 24, underway: 7, failed: 32, unknown: 64, cancelled: 128 });
});

test("each day has its messages by channel, and days without any are zero", () => {
  const { times, channels } = byDay({
    since: "2026-03-01T00:00:00Z",
    until: "2026-03-03T12:30:00Z",
    bucket: "day",
    total: {},
    data: [
      { since: "2026-03-01T00:00:00Z", channel: "in_app", status: "delivered", messages: 3 },
      { since: "2026-03-01T00:00:00Z", channel: "in_app", status: "failed", messages: 1 },
      { since: "2026-03-03T00:00:00Z", channel: "whatsapp", status: "sent", messages: 5 },
    ],
  });
  expect(times.map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 10))).toEqual([
    "2026-03-01",
    "2026-03-02",
    "2026-03-03",
  ]);
  expect(Object.fromEntries(channels)).toEqual({ in_app: [4, 0, 0], whatsapp: [0, 0, 5] });
});
