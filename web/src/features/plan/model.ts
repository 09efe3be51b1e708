import type { Subscription } from "./queries";

const DAY_S = 86_400;

/** Available actions of a subscription, and how it is displayed. */
export function stateOf({ plan, status, cancel_at_period_end }: Subscription) {
  const pays = status === "trialing" || status === "active" || status === "past_due";
  return {
    meaning: status ?? ("none" as const),
    ending: pays && cancel_at_period_end,
    mayUpgrade: plan === "basic" && status !== "unpaid" && status !== "paused",
    mayCancel: pays && !cancel_at_period_end,
    mayResume: pays && cancel_at_period_end,
    /** Users who never subscribed have no invoices. */
    hasInvoices: status != null,
  };
}

/** A value for each UTC day from the first to the last, zero where missing. */
export function everyDay(days: readonly { day: string; requests: number }[]): {
  times: number[];
  counts: number[];
} {
  const known = new Map(days.map(({ day, requests }) => [Date.parse(day) / 1000, requests]));
  const all = [...known.keys()];
  const times: number[] = [];
  for (let time = Math.min(...all); time <= Math.max(...all); time += DAY_S) times.push(time);
  return { times, counts: times.map((time) => known.get(time) ?? 0) };
}
