/** The page's search parameters. Part of the first script, so it imports no strings. */
export interface ClientsSearch {
  /** The reseller whose clients to show; for admins. */
  reseller?: string | undefined;
  list?: "distributions" | undefined;
  q?: string | undefined;
  status?: "active" | "suspended" | undefined;
}

export const CLIENT_TABS = ["overview", "statement", "messages", "jobs"] as const;
export type ClientTab = (typeof CLIENT_TABS)[number];

/** Of one client's page. */
export interface ClientSearch {
  reseller?: string | undefined;
  tab?: ClientTab | undefined;
}

const resellerSearch = ({ reseller }: Record<string, unknown>) => ({
  reseller: typeof reseller === "string" && reseller.startsWith("usr_") ? reseller : undefined,
});

export function clientSearch(search: Record<string, unknown>): ClientSearch {
  return { ...resellerSearch(search), tab: CLIENT_TABS.find((one) => one === search.tab) };
}

export function clientsSearch(search: Record<string, unknown>): ClientsSearch {
  const { list, q, status } = search;
  return {
    ...resellerSearch(search),
    list: list === "distributions" ? list : undefined,
    // The router reads `q=1555` as a number.
    q: (typeof q === "string" || typeof q === "number") && String(q).trim() ? String(q) : undefined,
    status: status === "active" || status === "suspended" ? status : undefined,
  };
}
