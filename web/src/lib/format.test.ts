import { expect, test } from "vitest";
import { formatMoney, formatRelative, formatSigned, formatWait } from "./format";

test("money keeps every digit, even those that a number would lose", () => {
  expect(formatMoney("9007199254740993.25", "USD")).toContain("9,007,199,254,740,993.25");
  expect(formatMoney("0.10", "USD")).toBe("$0.10");
});

test("a movement has a sign, zero has none", () => {
  expect([formatSigned(3), formatSigned(-3), formatSigned(0)]).toEqual(["+3", "−3", "0"]);
});

test("waits are shown with one unit", () => {
  expect([0, 38, 999, 1000, 59_949, 180_000].map(formatWait)).toEqual([
    "0 ms",
    "38 ms",
    "999 ms",
    "1.0 s",
    "59.9 s",
    "3 min",
  ]);
});

test("a wait just below a minute is not shown as 60 seconds", () => {
  expect(formatWait(59_990)).toBe("1 min");
});

test("times near now are relative, and those of another week are dates", () => {
  const now = Date.parse("2026-01-15T12:00:00Z");
  const at = (time: string) => formatRelative(time, now);
  expect(at("2026-01-15T11:59:55Z")).toBe("now");
  expect(at("2026-01-15T11:57:00Z")).toBe("3 min. ago");
  expect(at("2026-01-15T14:00:00Z")).toBe("in 2 hr.");
  expect(at("2026-01-14T12:00:00Z")).toBe("yesterday");
  expect(at("2026-01-01T12:00:00Z")).toContain("2026");
});
