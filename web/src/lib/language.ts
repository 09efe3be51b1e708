/** The languages of the console, by their own names. web/README.md describes how to add one. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

/** Texts of the same shape in any language: each text a string, each function with the same parameters. */
export type Translation<T> = T extends string
  ? string
  : T extends (...values: infer Values) => infer Text
    ? (...values: Values) => Translation<Text>
    : { readonly [Key in keyof T]: Translation<T[Key]> };

/** The texts of a language: by feature, then by the name of the export in its `strings.ts`. */
export type Texts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** English is part of the modules that use it. Any other language is one file, loaded only if it is the page's. */
const loaders: Record<Exclude<Language, "en">, () => Promise<{ texts: Texts }>> = {
  de: () => import("../languages/de"),
};

const KEY = "swb-language";

export const isLanguage = (value: string): value is Language => value in LANGUAGES;

function chosen(): Language {
  // Set by index.html, before the first paint.
  const { lang } = document.documentElement;
  return isLanguage(lang) ? lang : "en";
}

/** The language of this page, until it is reloaded. */
export const language = chosen();

/** The locale of numbers and dates: the browser's variant of the language, such as en-GB, or else the language. */
export const locale = navigator.languages.find((one) => one.split("-")[0] === language) ?? language;

const lookUp = (texts: Texts, name: string): object | undefined => {
  const [feature = "", exported = ""] = name.split("/");
  return texts[feature]?.[exported] as object | undefined;
};

let loaded: Texts | undefined = language === "en" ? {} : undefined;
/** Texts of modules that were evaluated before the translations were loaded. */
const early: [name: string, texts: object][] = [];

/**
 * The texts under "feature/export" in the page's language; in English where there is no translation. Modules of the
 * first script must not copy a single text into a constant: it may still be in English then.
 */
export function translated<const T extends object>(name: `${string}/${string}`, english: T): Translation<T> {
  if (!loaded) early.push([name, english]);
  return ((loaded && lookUp(loaded, name)) ?? english) as Translation<T>;
}

/** Loads the texts of the page's language. Nothing may be rendered, nor other scripts be loaded, before that. */
export async function loadTexts(): Promise<void> {
  if (language === "en") return;
  try {
    loaded = (await loaders[language]()).texts;
  } catch {
    // After a release the file has another name: fall back to English until the next reload.
    loaded = {};
  }
  for (const [name, texts] of early.splice(0)) replace(texts, lookUp(loaded, name) ?? {});
}

/** Replaces texts in place, since other modules hold references to parts of them. */
function replace(texts: object, by: object): void {
  for (const [name, text] of Object.entries(by)) {
    const old: unknown = Reflect.get(texts, name);
    const isGroup = typeof old === "object" && old !== null && typeof text === "object";
    if (isGroup) replace(old, text);
    else Reflect.set(texts, name, text);
  }
}

/** Stored in this browser, as it must be known before the first paint. Reloads the page. */
export function setLanguage(next: Language): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage is disabled: the browser's language applies.
  }
  location.reload();
}
