import type { Subscription } from "./queries";

const DAY_S = 86_400;

/** Which actions a subscription offers, and how it is shown. */
export function stateOf({ plan, status, cancel_at_period_end }: Subscription) {
  const pays = status === "trialing" || status === "active" || status === "past_due";
  return {
    meaning: status ?? ("none" as const),
    ending: pays && cancel_at_period_end,
    mayUpgrade: plan === "basic" && status !== "unpaid" && status !== "paused",
    mayCancel: pays && !cancel_at_period_end,
    mayResume: pays && cancel_at_period_end,
    /** Somebody who never subscribed has no invoices. */
    hasInvoices: status != null,
  };
}

/** A value for each UTC day from the first of these to the last, with zeros for those between. */
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
