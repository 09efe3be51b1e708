/** The page's search parameters. */
export interface CreditsSearch {
  kind?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  list?: "recharges" | undefined;
}

const day = (value: unknown) =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

/**
 * Part of the first script, so it imports no strings. Undefined, not absent: the router keeps parameters that a
 * validator leaves out.
 */
export function creditsSearch({ kind, since, until, list }: Record<string, unknown>): CreditsSearch {
  return {
    kind: typeof kind === "string" && /^[a-z_]+$/.test(kind) ? kind : undefined,
    since: day(since),
    until: day(until),
    list: list === "recharges" ? list : undefined,
  };
}
