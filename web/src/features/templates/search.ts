/** Part of the first script, so it imports no strings. */
export interface TemplatesSearch {
  list?: "grants" | undefined;
}

export function templatesSearch({ list }: Record<string, unknown>): TemplatesSearch {
  return { list: list === "grants" ? list : undefined };
}
