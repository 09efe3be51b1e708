import { dayOf } from "@/lib/day";

// Part of the first script, so nothing here imports strings. Undefined, not absent: the router keeps what a validator
// leaves out.

export const PAYMENT_KINDS = ["recharge", "deposit"] as const;
export const PAYMENT_STATUSES = ["pending", "paid", "failed", "expired", "refunded"] as const;
/** Reversed payments, in any status, that block further ones of their user. */
export const BLOCKING = "blocking";

/** Filters of the payments, as they are in the address: a user by name or id, days of this browser's time zone. */
export interface PaymentsSearch {
  user?: string | undefined;
  kind?: (typeof PAYMENT_KINDS)[number] | undefined;
  status?: (typeof PAYMENT_STATUSES)[number] | typeof BLOCKING | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

// The router reads `user=1555` as a number.
const text = (value: unknown): string | undefined =>
  (typeof value === "string" || typeof value === "number") && String(value).trim()
    ? String(value)
    : undefined;

export function paymentsSearch({
  user,
  kind,
  status,
  since,
  until,
}: Record<string, unknown>): PaymentsSearch {
  return {
    user: text(user),
    kind: PAYMENT_KINDS.find((one) => one === kind),
    status: status === BLOCKING ? BLOCKING : PAYMENT_STATUSES.find((one) => one === status),
    since: dayOf(since),
    until: dayOf(until),
  };
}

export interface SettingsSearch {
  q?: string | undefined;
}

export function settingsSearch({ q }: Record<string, unknown>): SettingsSearch {
  return { q: text(q) };
}
