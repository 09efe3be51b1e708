import type { Setting } from "./queries";

export interface Area {
  area: string;
  settings: Setting[];
}

/** Settings by area, in the order of the server, as far as their name or value contains a text. */
export function areasOf(settings: readonly Setting[], q = ""): Area[] {
  const wanted = q.trim().toLowerCase();
  const areas = new Map<string, Setting[]>();
  for (const setting of settings) {
    const { area, name, value } = setting;
    if (![area, name, value ?? ""].some((words) => words.toLowerCase().includes(wanted))) continue;
    areas.set(area, [...(areas.get(area) ?? []), setting]);
  }
  return [...areas].map(([area, list]) => ({ area, settings: list }));
}
