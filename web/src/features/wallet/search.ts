/** The page's search parameters. Part of the first script, so it imports no strings. */
export interface WalletSearch {
  list?: "deposits" | undefined;
  direction?: "sent" | "received" | undefined;
}

export function walletSearch({ list, direction }: Record<string, unknown>): WalletSearch {
  return {
    list: list === "deposits" ? list : undefined,
    direction: direction === "sent" || direction === "received" ? direction : undefined,
  };
}
