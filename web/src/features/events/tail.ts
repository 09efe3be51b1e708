import type { LiveEvent } from "@/live/event";

/** Number of events that a page keeps; older ones are in the log. */
export const MOST_EVENTS = 500;

export const FAMILIES = [
  "account",
  "channel",
  "contact",
  "credits",
  "distribution",
  "job",
  "message",
  "recharge",
  "subscription",
  "wallet",
] as const;

export type Family = (typeof FAMILIES)[number];

/** The tail with further events, newest first; repeated ones are not added. */
export function extend(tail: readonly LiveEvent[], events: readonly LiveEvent[]): readonly LiveEvent[] {
  const known = new Set(tail.map(({ id }) => id));
  const fresh = events.filter(({ id }) => !known.has(id));
  return fresh.length === 0 ? tail : [...fresh.toReversed(), ...tail].slice(0, MOST_EVENTS);
}

export function ofFamily(events: readonly LiveEvent[], family: Family | undefined): readonly LiveEvent[] {
  return family ? events.filter(({ type }) => type.startsWith(`${family}.`)) : events;
}

/** A one-line summary of an event: the texts and numbers of its payload. */
export function lineOf({ data }: Pick<LiveEvent, "data">): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      parts.push(`${name}: ${value}`);
    } else if (name === "error" && typeof value === "object" && value !== null && "code" in value) {
      parts.push(`error: ${String(value.code)}`);
    }
  }
  return parts.join(" · ");
}

/** A command that follows the event stream, from a cursor if given. */
export function streamCurl(origin: string, family: Family | undefined, cursor?: string): string {
  const url = new URL("/v1/events/stream", origin);
  if (family) url.searchParams.set("types", `${family}.*`);
  const lines = [
    `curl --no-buffer "${url.href.replaceAll("%2A", "*")}"`,
    '  -H "Authorization: Bearer $API_KEY"',
  ];
  if (cursor) lines.push(`  -H "Last-Event-ID: ${cursor}"`);
  return lines.join(" \\\n");
}
