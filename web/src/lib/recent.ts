import { readDraft, writeDraft } from "./tab-draft";

/** A page visited in this tab. */
export interface Visit {
  path: string;
  title: string;
}

const NAME = "recent";
const MOST = 6;
const outside = /^\/(login|signup|forgot)\b/;

const isVisit = (value: unknown): value is Visit =>
  typeof value === "object" &&
  value !== null &&
  "path" in value &&
  typeof value.path === "string" &&
  "title" in value &&
  typeof value.title === "string";

/** The last visited pages, newest first, until the tab closes or the user logs out. */
export function recentVisits(): readonly Visit[] {
  const kept = readDraft(NAME);
  return Array.isArray(kept) ? kept.filter(isVisit) : [];
}

export function noteVisit(path: string, title: string): void {
  if (outside.test(path)) return;
  const others = recentVisits().filter((visit) => visit.path !== path);
  writeDraft(NAME, [{ path, title }, ...others].slice(0, MOST));
}
