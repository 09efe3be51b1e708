import { expect, test } from "vitest";
import { courseOf } from "../src/features/credits/course";
import { priceOf } from "../src/features/credits/price";

const DAY = 86_400_000;
const now = Date.UTC(2026, 4, 31, 12);
const at = (days: number) => new Date(now - days * DAY).toISOString();

test("a balance without movements is flat", () => {
  const { times, balances } = courseOf([], 100, now);
  expect(balances).toEqual([100, 100]);
  expect(times).toEqual([(now - 30 * DAY) / 1000, now / 1000]);
});

test("the course begins with the balance before the oldest transaction", () => {
  const movements = [
    { amount: -5, balance_after: 95, created_at: at(1) },
    { amount: 40, balance_after: 100, created_at: at(10) },
  ];
  const { times, balances } = courseOf(movements, 95, now);
  expect(balances).toEqual([60, 100, 95, 95]);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test("of several transactions within a second the last counts, and times rise", () => {
  const movements = [
    { amount: -1, balance_after: 98, created_at: new Date(now).toISOString() },
    { amount: -1, balance_after: 99, created_at: new Date(now).toISOString() },
  ];
  const { times, balances } = courseOf(movements, 98, now);
  expect(balances).toEqual([100, 98, 98]);
  expect(new Set(times).size).toBe(times.length);
});

test("a price is exact for any number of credits", () => {
  expect(priceOf("500", "0.10")).toBe("50.00");
  expect(priceOf("1", "0.07")).toBe("0.07");
  expect(priceOf("10000000", "9999.99")).toBe("99999900000.00");
  expect(priceOf("3", "2")).toBe("6.00");
});
