import { describe, expect, it } from "vitest";
import { attentionOf } from "./attention";
import { difference } from "./difference";
import { discrepanciesOf } from "./discrepancies";
import type { Proof, QueueStatus } from "./queries";
import { MOST_SAMPLES, withSample } from "./queue-history";

const queue = (change: Partial<QueueStatus>): QueueStatus => ({
  queue: "external",
  waiting: 0,
  scheduled: 0,
  running: 0,
  retrying: 0,
  rate_per_minute: 0,
  failed_last_hour: 0,
  paused: false,
  ...change,
});

const proof = (change: Partial<Proof>): Proof => ({
  holds: true,
  checked_at: "2026-01-02T03:04:05Z",
  assets: [],
  orphan_charges: 0,
  ...change,
});

describe("items that need attention", () => {
  it("is nothing while the ledger balances and the queues move", () => {
    const state = { proof: proof({}), queues: [queue({ oldest_due_seconds: 5 })], throttles: [] };
    expect(attentionOf(state)).toEqual([]);
  });

  it("has what stays broken before the rest", () => {
    const throttle = { lane: "whatsapp", throttle: "whatsapp:1", stopped: true, code: "190" };
    const found = attentionOf({
      proof: proof({ holds: false }),
      queues: [queue({ failed_last_hour: 3 }), queue({ queue: "bulk", oldest_due_seconds: 180 })],
      throttles: [throttle],
    });
    expect(found.map(({ key, urgent }) => [key, urgent])).toEqual([
      ["ledger", true],
      ["whatsapp:1", true],
      ["old-bulk", true],
      ["failed", false],
    ]);
    expect(found[1]?.text).toContain("190");
    expect(found[2]?.text).toContain("3 min");
  });

  it("has a pause that has not ended yet, and nothing of one that has", () => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const throttle = { lane: "a", throttle: "a", stopped: false };
    expect(attentionOf({ throttles: [{ ...throttle, closed_until: at(60_000) }] })).toHaveLength(1);
    expect(attentionOf({ throttles: [{ ...throttle, closed_until: at(-60_000) }] })).toEqual([]);
  });
});

describe("the difference of an audit entry", () => {
  it("has the fields that changed, appeared or went", () => {
    const before = { role: "user", quotas: { keys: 1 }, email: "a@example.com" };
    const after = { role: "reseller", quotas: { keys: 1 }, mobile: null };
    expect(difference(before, after)).toEqual([
      { field: "role", before: "user", after: "reseller" },
      { field: "email", before: "a@example.com", after: undefined },
      { field: "mobile", before: undefined, after: "null" },
    ]);
  });

  it("of a creation is its state", () => {
    expect(difference(null, { credits: 5 })).toEqual([{ field: "credits", before: undefined, after: "5" }]);
    expect(difference(undefined, undefined)).toEqual([]);
  });
});

it("discrepancies are listed by kind, with their number and the first of them", () => {
  const user = "usr_1";
  const mismatch = { user_id: user, balance: 5, replayed: 4, transfer_id: "txf_1" };
  const found = discrepanciesOf(
    proof({
      holds: false,
      assets: [{ asset: "CREDIT", wallets: 3, sum: 0, mismatches: 2, mismatched: [mismatch] }],
      wrong_refunds: 7,
      refunds: ["txf_2"],
      chain: { blocks: 9, head: "ab", wrong_blocks: [4] },
    }),
  );
  expect(found.map(({ key, total }) => [key, total])).toEqual([
    ["wallets-CREDIT", 2],
    ["refunds", 7],
    ["blocks", 1],
  ]);
  expect(found[0]?.items).toEqual([{ id: "txf_1", text: "Wallet in CREDIT: balance 5, replayed 4", user }]);
});

it("the history of a queue keeps the newest samples", () => {
  let samples: ReadonlyMap<string, readonly number[]> = new Map();
  for (let at = 0; at < MOST_SAMPLES + 5; at += 1) samples = withSample(samples, [queue({ waiting: at })]);
  expect(samples.get("external")).toHaveLength(MOST_SAMPLES);
  expect(samples.get("external")?.at(-1)).toBe(MOST_SAMPLES + 4);
});
