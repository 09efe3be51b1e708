import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const KEY = "swb-theme";
const listeners = new Set<() => void>();
const isTheme = (value: unknown): value is Theme => THEMES.includes(value as Theme);

export function getTheme(): Theme {
  const value = document.documentElement.dataset.theme;
  return isTheme(value) ? value : "system";
}

/** Applies a theme and the matching colour of the browser's bar, as index.html does before the first paint. */
function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[data-scheme]")) {
    const { scheme } = meta.dataset;
    meta.media =
      theme === "system" ? `(prefers-color-scheme: ${scheme})` : theme === scheme ? "all" : "not all";
  }
}

/** Stored in this browser, so that the script in index.html can apply it before the first paint. */
export function setTheme(theme: Theme): void {
  show(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is disabled: the theme lasts until the page is left.
  }
  for (const listener of listeners) listener();
}

addEventListener("storage", (event) => {
  if (event.key === KEY && isTheme(event.newValue)) {
    show(event.newValue);
    for (const listener of listeners) listener();
  }
});

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, getTheme);
}
