/** Part of the first script, so it knows no texts. */
export interface TemplatesSearch {
  list?: "grants" | undefined;
}

export function templatesSearch({ list }: Record<string, unknown>): TemplatesSearch {
  return { list: list === "grants" ? list : undefined };
}
