import type { components } from "./schema";

export type Platform = components["schemas"]["Platform"];

let platform: Promise<Platform | undefined> | undefined;

/**
 * What this installation offers, asked once; without a session and without the query cache, which the pages outside
 * don't load. Undefined where it can't be had: pages then offer everything, and the server refuses.
 */
export function getPlatform(): Promise<Platform | undefined> {
  platform ??= fetch("/v1/platform", { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? (response.json() as Promise<Platform>) : undefined))
    .catch(() => undefined);
  return platform;
}
