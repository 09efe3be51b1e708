import { expect, test } from "vitest";
import { barsOf, marksOf, type Sample, SPAN_SECONDS, sumOf, tally, verdictOf, withSample } from "./model";
import type { Chaos, LogEntry } from "./queries";

const outcomes = {
  found: 10,
  delivered: 7,
  sent: 1,
  failed: 2,
  unknown: 0,
  waiting: 0,
  retrying: 1,
  running: 0,
  succeeded: 7,
  ended: 2,
  retried: 1,
  charged: 10,
  refunded: 2,
};
const now = Date.UTC(2026, 2, 1, 12);
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
const entry = (event: string, seconds: number): LogEntry => ({
  number: seconds,
  at: at(seconds),
  event,
  detail: {},
});

const chaos: Chaos = {
  at: at(0),
  workers: [],
  load: { is_running: false, accepted: 10, refused: 0 },
  outcomes,
  provider: { troubles: { slow: false, broken: false, reordered: false }, received: 4, sent_twice: 0 },
  audit: { holds: true, checked_at: at(0), blocks: 1, head: null, audits: 1 },
  log: [],
};
const ended: Chaos = { ...chaos, outcomes: { ...outcomes, delivered: 8 } };

test("every accepted message is delivered, failed, unknown, under way or lost", () => {
  const none = { unknown: 0, lost: 0, twice: 0 };
  expect(sumOf(chaos)).toEqual({ ...none, accepted: 10, delivered: 7, failed: 2, underway: 1 });
  expect(sumOf({ ...chaos, outcomes: { ...outcomes, unknown: 1 } })).toMatchObject({
    unknown: 1,
    underway: 0,
  });
  expect(sumOf({ ...chaos, outcomes: { ...outcomes, found: 9 } })).toMatchObject({ underway: 0, lost: 1 });
});

test("one lost or repeated message, or a ledger that does not balance, breaks the promise", () => {
  expect(verdictOf(chaos)).toBe("working");
  expect(verdictOf(ended)).toBe("proven");
  expect(verdictOf({ ...ended, load: { ...ended.load, is_running: true } })).toBe("working");
  const none = { ...outcomes, found: 0, delivered: 0, failed: 0 };
  expect(verdictOf({ ...chaos, load: { ...chaos.load, accepted: 0 }, outcomes: none })).toBe("idle");
  expect(verdictOf({ ...ended, load: { ...ended.load, accepted: 11 } })).toBe("broken");
  expect(verdictOf({ ...ended, provider: { ...ended.provider, sent_twice: 1 } })).toBe("broken");
  const audit = { holds: false, checked_at: at(0), blocks: 1, head: null, audits: 2 };
  expect(verdictOf({ ...chaos, audit })).toBe("broken");
});

test("rates are deliveries a second, also after a late sample", () => {
  let samples: readonly Sample[] = [];
  for (const [seconds, delivered] of [
    [0, 0],
    [1, 20],
    [4, 35],
  ] as const) {
    samples = withSample(samples, { ...chaos, at: at(seconds), outcomes: { ...outcomes, delivered } });
  }
  expect(barsOf(samples).map(({ rate }) => rate)).toEqual([20, 5]);
  expect(barsOf(samples).at(-1)?.to).toBe(1);
  // An answer soon after adds nothing, and counts that begin anew have no negative rate.
  expect(withSample(samples, { ...chaos, at: at(4.5) })).toBe(samples);
  expect(withSample(samples, { ...chaos, at: at(5), outcomes: { ...outcomes, delivered: 3 } })).toHaveLength(
    1,
  );
  const late = withSample(samples, {
    ...chaos,
    at: at(SPAN_SECONDS + 2),
    outcomes: { ...outcomes, delivered: 40 },
  });
  expect(late.map((one) => one.at)).toEqual([now + 4_000, now + (SPAN_SECONDS + 2) * 1000]);
});

test("only faults within the span are marked, and events are counted", () => {
  const log = [
    entry("audit_passed", 80),
    entry("worker_killed", SPAN_SECONDS / 2),
    entry("redis_flushed", 0),
    entry("worker_killed", -100),
  ];
  const samples = [{ at: now + SPAN_SECONDS * 1000, delivered: 0, underway: 0 }];
  expect(marksOf(samples, log).map(({ entry: one, place }) => [one.event, place])).toEqual([
    ["worker_killed", 0.5],
  ]);
  expect(tally(log)).toEqual({ audit_passed: 1, worker_killed: 2, redis_flushed: 1 });
});
