/** The page's search parameters. Part of the first script, so it imports no strings. */
export interface EventsSearch {
  family?: string | undefined;
  view?: "log" | undefined;
}

export function eventsSearch({ family, view }: Record<string, unknown>): EventsSearch {
  return {
    family: typeof family === "string" && /^[a-z]+$/.test(family) ? family : undefined,
    view: view === "log" ? view : undefined,
  };
}
