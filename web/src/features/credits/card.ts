/** A movement as a card, on phones: what and how much, below them what is less important. */
export const movementCard =
  "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-4";
