import { dayOf, spanOf } from "@/lib/day";
import type { Channel, MessageStatus } from "./model";

export const STATUSES: readonly MessageStatus[] = [
  "scheduled",
  "queued",
  "sent",
  "delivered",
  "read",
  "failed",
  "unknown",
  "cancelled",
];

/** The filters of the list, as in its address. Days are local, `2026-01-31`, and the range includes both. */
export interface Filters {
  to?: string | undefined;
  direction?: "sent" | "received" | undefined;
  channel?: Channel | undefined;
  status?: MessageStatus | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

const oneOf = <T extends string>(value: unknown, values: readonly T[]): T | undefined =>
  values.find((candidate) => candidate === value);

// The router reads `to=15550100001` as a number.
const text = (value: unknown): string | undefined =>
  (typeof value === "string" || typeof value === "number") && String(value).trim() !== ""
    ? String(value)
    : undefined;

/** Undefined for what is invalid: the router keeps what a validator leaves out. */
export function filtersOf(search: Record<string, unknown>): Filters {
  return {
    to: text(search.to),
    direction: oneOf(search.direction, ["sent", "received"]),
    channel: oneOf(search.channel, ["in_app", "whatsapp"]),
    status: oneOf(search.status, STATUSES),
    since: dayOf(search.since),
    until: dayOf(search.until),
  };
}

export function countFilters(filters: Filters): number {
  return Object.values(filters).filter((value) => value !== undefined).length;
}

/** The filters as API parameters. */
export function queryOf({ since, until, ...rest }: Filters) {
  return { ...rest, ...spanOf({ since, until }) };
}
