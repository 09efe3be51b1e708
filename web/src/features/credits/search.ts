import { dayOf } from "@/lib/day";

/** The page's search parameters. */
export interface CreditsSearch {
  kind?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  list?: "recharges" | undefined;
}

/**
 * Part of the first script, so it imports no strings. Undefined, not absent: the router keeps parameters that a
 * validator leaves out.
 */
export function creditsSearch({ kind, since, until, list }: Record<string, unknown>): CreditsSearch {
  return {
    kind: typeof kind === "string" && /^[a-z_]+$/.test(kind) ? kind : undefined,
    since: dayOf(since),
    until: dayOf(until),
    list: list === "recharges" ? list : undefined,
  };
}
