import type { components } from "./schema";

export type Platform = components["schemas"]["Platform"];

let platform: Promise<Platform | undefined> | undefined;
let answer: Platform | undefined;

/**
 * What this installation offers, asked once; without a session and without the query cache, which the pages outside
 * don't load. Undefined where it can't be had: pages then offer everything, and the server refuses.
 */
export function getPlatform(): Promise<Platform | undefined> {
  platform ??= fetch("/v1/platform", { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? (response.json() as Promise<Platform>) : undefined))
    .catch(() => undefined)
    .then((known) => {
      answer = known;
      return known;
    });
  return platform;
}

/** The same where the answer is there already: the pages outside are drawn after it. */
export function knownPlatform(): Platform | undefined {
  return answer;
}
