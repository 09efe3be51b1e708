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

const day = (value: unknown): string | undefined =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

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
    since: day(search.since),
    until: day(search.until),
  };
}

export function countFilters(filters: Filters): number {
  return Object.values(filters).filter((value) => value !== undefined).length;
}

/** The start of a local day, some days later. */
function startOf(value: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = value.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** The filters as API parameters. */
export function queryOf({ since, until, ...rest }: Filters) {
  return {
    ...rest,
    ...(since && { since: startOf(since) }),
    ...(until && { until: startOf(until, 1) }),
  };
}
