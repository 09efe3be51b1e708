import { describe, expect, it } from "vitest";
import { everyDay, stateOf } from "./model";
import type { Subscription } from "./queries";

const subscription = (changes: Partial<Subscription>): Subscription => ({
  plan: "basic",
  status: null,
  cancel_at_period_end: false,
  current_period_end: null,
  ...changes,
});

describe("the actions of a subscription", () => {
  it("offers an upgrade, and no invoices, to users who never subscribed", () => {
    expect(stateOf(subscription({}))).toMatchObject({
      mayUpgrade: true,
      mayCancel: false,
      hasInvoices: false,
    });
  });

  it("offers to cancel while it is paid, or while a payment is retried", () => {
    for (const status of ["active", "trialing", "past_due"] as const) {
      expect(stateOf(subscription({ plan: "pro", status })), status).toMatchObject({
        mayUpgrade: false,
        mayCancel: true,
        mayResume: false,
      });
    }
  });

  it("offers to resume after a cancellation until it ends", () => {
    expect(
      stateOf(subscription({ plan: "pro", status: "active", cancel_at_period_end: true })),
    ).toMatchObject({ ending: true, mayCancel: false, mayResume: true });
    expect(stateOf(subscription({ status: "canceled", cancel_at_period_end: true }))).toMatchObject({
      ending: false,
      mayResume: false,
      mayUpgrade: true,
      hasInvoices: true,
    });
  });

  it("offers to pay the open invoice instead of a second subscription", () => {
    expect(stateOf(subscription({ status: "unpaid" }))).toMatchObject({
      mayUpgrade: false,
      hasInvoices: true,
    });
  });
});

it("days without a question are zero", () => {
  const { times, counts } = everyDay([
    { day: "2026-01-04", requests: 3 },
    { day: "2026-01-01", requests: 1 },
  ]);
  expect(counts).toEqual([1, 0, 0, 3]);
  expect(times[1]).toBe(Date.UTC(2026, 0, 2) / 1000);
});
