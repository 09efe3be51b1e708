import type { Texts } from "@/lib/language";

/** Texts of files such as `../features/clients/strings.de.ts`, keyed by folder name. */
export function byFeature(files: Record<string, unknown>): Texts {
  const entries = Object.entries(files).map(([path, texts]) => [path.split("/").at(-2) ?? "", texts]);
  return Object.fromEntries(entries) as Texts;
}
