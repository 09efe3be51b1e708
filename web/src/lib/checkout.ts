import { readDraft, writeDraft } from "./tab-draft";

/** What somebody pays for on the payment provider's page. */
export type Purchase = "credits" | "deposit" | "plan";

const NAME = "checkout";

/** Goes to the payment page. All of them come back to the same address, so this tab remembers what is paid for. */
export function leaveForCheckout(purchase: Purchase, url: string): void {
  writeDraft(NAME, purchase);
  location.assign(url);
}

/** What this tab left for; credits where it does not know. */
export function lastCheckout(): Purchase {
  const purchase = readDraft(NAME);
  return purchase === "deposit" || purchase === "plan" ? purchase : "credits";
}
