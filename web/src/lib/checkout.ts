import { readDraft, writeDraft } from "./tab-draft";

/** The purpose of a payment on the provider's page. */
export type Purchase = "credits" | "deposit" | "plan";

const NAME = "checkout";

/** Opens the payment page. All payments return to the same address, so this tab remembers the purpose. */
export function leaveForCheckout(purchase: Purchase, url: string): void {
  writeDraft(NAME, purchase);
  location.assign(url);
}

/** The purpose of this tab's payment; credits if unknown. */
export function lastCheckout(): Purchase {
  const purchase = readDraft(NAME);
  return purchase === "deposit" || purchase === "plan" ? purchase : "credits";
}
