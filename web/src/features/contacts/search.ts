/** Part of the first script, so it imports no strings. */
export interface ContactsSearch {
  list?: "opt-outs" | undefined;
}

export function contactsSearch({ list }: Record<string, unknown>): ContactsSearch {
  return { list: list === "opt-outs" ? list : undefined };
}
