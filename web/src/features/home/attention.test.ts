import { expect, test } from "vitest";
import { attentionOf, type Known } from "./attention";

const fine = {
  balance: { balance: 100, low_balance_threshold: 50 },
  recharges: [{ status: "paid" }, { status: "failed" }],
  channel: { status: "active" },
  sending: { external: true, stopped_at: null },
} as unknown as Known;
const keys = (changes: object) => attentionOf({ ...fine, ...changes } as Known).map(({ key }) => key);

test("nothing is shown without problems or data", () => {
  expect(keys({})).toEqual([]);
  const unknown = { balance: undefined, recharges: undefined, channel: undefined, sending: undefined };
  expect(attentionOf(unknown)).toEqual([]);
  expect(keys({ recharges: [] })).toEqual([]);
});

test("a balance is low below its threshold, and never without one", () => {
  expect(keys({ balance: { balance: 50, low_balance_threshold: 50 } })).toEqual([]);
  expect(keys({ balance: { balance: 49, low_balance_threshold: 50 } })).toEqual(["low"]);
  expect(keys({ balance: { balance: 0, low_balance_threshold: null } })).toEqual([]);
});

test("of failed purchases the last counts, of reversed ones each", () => {
  expect(keys({ recharges: [{ status: "failed" }, { status: "paid" }] })).toEqual(["recharge"]);
  expect(keys({ recharges: [{ status: "paid" }, { status: "refunded" }] })).toEqual(["refunded"]);
});

test("blocking problems come first", () => {
  const all = {
    balance: { balance: 1, low_balance_threshold: 50 },
    recharges: [{ status: "failed" }],
    channel: { status: "paused", until: "2026-01-02T03:04:05Z" },
    sending: { stopped_at: "2026-01-02T03:04:05Z", stopped_reason: "complaints" },
  };
  expect(keys(all)).toEqual(["sending", "channel", "recharge", "low"]);
  expect(keys({ ...all, channel: { status: "stopped" } }).slice(0, 2)).toEqual(["sending", "channel"]);
  expect(attentionOf({ ...fine, sending: all.sending } as unknown as Known)[0]?.text).toBe(
    "Your sending is stopped: complaints",
  );
  expect(attentionOf({ ...fine, channel: { status: "new" } } as unknown as Known)[0]?.text).toContain(
    "WhatsApp",
  );
});
