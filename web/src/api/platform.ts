import type { components } from "./schema";

export type Platform = components["schemas"]["Platform"];

let platform: Promise<Platform | undefined> | undefined;
let answer: Platform | undefined;

/**
 * The features of this installation, fetched once, without a session and without the query cache, which pages outside
 * the console don't load. Undefined if unavailable: pages then offer everything, and the server refuses.
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

/** The same if already fetched: pages outside the console are rendered after it. */
export function knownPlatform(): Platform | undefined {
  return answer;
}
