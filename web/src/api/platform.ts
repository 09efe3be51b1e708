/** What an installation offers (`GET /v1/platform`): the part that pages without a session need. */
export interface PlatformOffer {
  signup: { open: boolean; credits: number };
  one_time_codes: boolean;
}

let offer: Promise<PlatformOffer | undefined> | undefined;

/** Asked once. Undefined where it can't be had: pages then offer everything, and the server refuses. */
export function platformOffer(): Promise<PlatformOffer | undefined> {
  offer ??= fetch("/v1/platform", { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? (response.json() as Promise<PlatformOffer>) : undefined))
    .catch(() => undefined);
  return offer;
}
