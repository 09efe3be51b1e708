/** A transaction as a card, on phones: kind and amount, below them less important fields. */
export const movementCard =
  "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-4";
