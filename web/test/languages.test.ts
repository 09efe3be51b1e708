import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LANGUAGES } from "@/lib/language";

const modules = import.meta.glob<Record<string, unknown>>("../src/**/strings.ts");
const translations = Object.keys(import.meta.glob("../src/**/strings.*.ts"));
const others = Object.keys(LANGUAGES).filter((code) => code !== "en");
// Tests run in the folder of the console.
const read = (path: string) => readFileSync(path.replace("../", ""), "utf8");

beforeEach(() => vi.resetModules());
afterEach(() => {
  document.documentElement.lang = "";
});

/** All texts of the console in a language, as the pages import them: by file and name of the export. */
async function textsIn(language: string): Promise<Map<string, unknown>> {
  document.documentElement.lang = language;
  await (await import("@/lib/language")).loadTexts();
  const all = new Map<string, unknown>();
  for (const [file, load] of Object.entries(modules)) {
    for (const [name, texts] of Object.entries(await load())) all.set(`${name} of ${file}`, texts);
  }
  return all;
}

/** "a.b" for each text in it, with its text; a function's text is its source. */
function leaves(texts: unknown, path = ""): [string, string][] {
  if (typeof texts !== "object" || texts === null) return [[path, String(texts)]];
  return Object.entries(texts).flatMap(([name, part]) => leaves(part, `${path}.${name}`));
}

test("translated features have all of their texts", async () => {
  expect(Object.keys(modules).length).toBeGreaterThan(15);
  const english = await textsIn("en");
  for (const code of others) {
    vi.resetModules();
    const translated = await textsIn(code);
    for (const [name, texts] of english) {
      const file = name.replace(/.* of /, "").replace(/\.ts$/, `.${code}.ts`);
      // A feature without a translation is English as a whole.
      if (!translations.includes(file)) continue;
      expect(translated.get(name), `${name} in ${code}`).not.toEqual(texts);
      const names = leaves(translated.get(name)).map(([path]) => path);
      expect(names.toSorted(), `${name} in ${code}`).toEqual(
        leaves(texts)
          .map(([path]) => path)
          .toSorted(),
      );
    }
  }
});

test("index.html lists all languages", () => {
  expect(read("index.html")).toContain(JSON.stringify(Object.keys(LANGUAGES)));
});

test("texts that a module read before the translations were loaded are replaced in place", async () => {
  document.documentElement.lang = "de";
  const { loadTexts } = await import("@/lib/language");
  const { ui } = await import("@/ui/strings");
  const { status } = ui;
  expect(status.sent).toBe("Sent");
  await loadTexts();
  expect([status.sent, ui.filters(2)]).toEqual(["Gesendet", "Filter (2)"]);
  expect((await import("@/features/plan/strings")).plan.title).toBe("Tarif");
});
