import { describe, expect, it } from "vitest";
import { attentionOf } from "./attention";
import { difference } from "./difference";
import { discrepanciesOf } from "./discrepancies";
import type { Payment, Process, Proof, QueueStatus } from "./queries";
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

describe("items about failures, processes, queues and payments", () => {
  const process = {
    id: "p1",
    role: "worker",
    host: "host-1",
    pid: 7,
    version: "1",
    queues: [],
    stalled_loops: [],
    started_at: "2026-01-02T03:04:05Z",
    last_heartbeat_at: "2026-01-02T03:04:05Z",
    status: "running",
  } satisfies Process;
  const payment = (change: Partial<Payment>): Payment => ({
    id: "rch_1",
    kind: "recharge",
    user: { id: "usr_1", username: "shop" },
    amount: "5.00",
    currency: "USD",
    status: "paid",
    refunded: "0.00",
    shortfall: 0,
    job_id: "job_1",
    is_blocking: false,
    created_at: new Date().toISOString(),
    ...change,
  });

  it("names processes that hang or are gone", () => {
    const processes: Process[] = [
      process,
      { ...process, id: "p2", status: "stalled", stalled_loops: ["relay"] },
      { ...process, id: "p3", status: "lost", host: null },
    ];
    const found = attentionOf({ processes });
    expect(found.map(({ key, urgent }) => [key, urgent])).toEqual([
      ["process-p2", true],
      ["process-p3", true],
    ]);
    expect(found[0]?.text).toContain("relay");
    expect(attentionOf({ processes: null })).toEqual([]);
  });

  it("says of a paused queue that it is paused, not that its jobs are late", () => {
    const found = attentionOf({ queues: [queue({ paused: true, oldest_due_seconds: 900, waiting: 4 })] });
    expect(found.map(({ key }) => key)).toEqual(["paused-external"]);
    expect(found[0]?.text).toContain("4 jobs wait");
  });

  it("names the most frequent failures in place of their number", () => {
    const failure = { queue: "whatsapp", kind: "whatsapp.deliver", latest_at: "", latest_job_id: "job_1" };
    const failures = ["a", "b", "c", "d"].map((code) => ({ ...failure, code, jobs: 2 }));
    const found = attentionOf({ failures, queues: [queue({ failed_last_hour: 8 })] });
    expect(found.map(({ text }) => text.slice(-2))).toEqual(["a.", "b.", "c."]);
    expect(attentionOf({ failures: [], queues: [queue({ failed_last_hour: 8 })] })).toEqual([]);
  });

  it("counts blocked accounts and failed payments, each with a link to them", () => {
    const payments = {
      blocking: [payment({ is_blocking: true })],
      failed: [payment({ status: "failed" }), payment({ id: "rch_2", status: "failed" })],
    };
    const found = attentionOf({ payments });
    expect(found.map(({ text, link }) => [text.slice(0, 10), link.search])).toEqual([
      ["1 account ", { status: "blocking" }],
      ["2 payments", { status: "failed" }],
    ]);
    expect(attentionOf({ payments: { blocking: [], failed: [] } })).toEqual([]);
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
