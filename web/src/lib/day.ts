// Days of this browser's time zone, as date fields have them: `2026-01-31`.

/** The value where it is a day. */
export function dayOf(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

/** The first moment of a day, or of one some days later, as the API takes it. */
export function startOfDay(value: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = value.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** A span of days as the API takes it: the last day belongs to it. */
export function spanOf({ since, until }: { since?: string | undefined; until?: string | undefined }) {
  return { ...(since && { since: startOfDay(since) }), ...(until && { until: startOfDay(until, 1) }) };
}
