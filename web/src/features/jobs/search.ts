import { dayOf } from "@/lib/day";

/** States in the order of the tabs. */
export const STATES = ["queued", "running", "retrying", "succeeded", "failed", "cancelled"] as const;

export type State = (typeof STATES)[number];

/** The filters of the list, as they are in its address. Part of the first script, so it imports no strings. */
export interface JobsSearch {
  state?: State | undefined;
  kind?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** Undefined for what is invalid: the router keeps what a validator leaves out. */
export function jobsSearch({ state, kind, since, until }: Record<string, unknown>): JobsSearch {
  return {
    state: STATES.find((one) => one === state),
    kind: typeof kind === "string" && /^[a-z_.]+$/.test(kind) ? kind : undefined,
    since: dayOf(since),
    until: dayOf(until),
  };
}

/** Whose job it is, if not the user's own. */
export interface JobSearch {
  owner?: string | undefined;
}

export function jobSearch({ owner }: Record<string, unknown>): JobSearch {
  return { owner: typeof owner === "string" && /^usr_[0-9a-z]{26}$/.test(owner) ? owner : undefined };
}
