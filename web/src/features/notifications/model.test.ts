import { expect, test } from "vitest";
import { isMuted, isUnread, kindsFor, linkOf, type Notification, readUntil, TYPES } from "./model";

const notification = (type: string, data = {}, created_at = "2026-01-02T03:04:05Z"): Notification => ({
  id: `evt_${type}`,
  type,
  data,
  created_at,
});

test("all types fit into one filter of the log", () => {
  expect(TYPES.length).toBeLessThanOrEqual(20);
  expect(new Set(TYPES).size).toBe(TYPES.length);
});

test("events after the read mark are unread; without a mark all are", () => {
  const until = readUntil({ notifications_read_until: "2026-01-02T03:04:05Z" });
  expect(isUnread(notification("recharge.failed"), until)).toBe(false);
  expect(isUnread(notification("recharge.failed", {}, "2026-01-02T03:04:05.000001Z"), until)).toBe(false);
  expect(isUnread(notification("recharge.failed", {}, "2026-01-02T03:04:06Z"), until)).toBe(true);
  for (const broken of [undefined, {}, { notifications_read_until: "soon" }, { notifications_read_until: 7 }])
    expect(readUntil(broken)).toBe(0);
});

test("switching a kind off hides all of its events and no others", () => {
  const preferences = { notifications_payments_off: true };
  expect(
    ["recharge.failed", "recharge.refunded", "channel.stopped"].map((type) => isMuted(type, preferences)),
  ).toEqual([true, true, false]);
  expect(isMuted("recharge.failed", undefined)).toBe(false);
});

test("each notification links to the page concerned", () => {
  expect(linkOf(notification("recharge.failed", { asset: "CREDIT" }))).toEqual({
    to: "/credits",
    search: { list: "recharges" },
  });
  expect(linkOf(notification("recharge.failed", { asset: "USD" })).to).toBe("/wallet");
  expect(linkOf(notification("channel.stopped")).to).toBe("/channels");
  expect(linkOf(notification("subscription.updated")).to).toBe("/plan");
});

test("settings list only the kinds that a role can receive", () => {
  expect(kindsFor("user")).toEqual(["balance", "payments", "sending", "plan"]);
  expect(kindsFor("reseller")).toContain("distributions");
});
