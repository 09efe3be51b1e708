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

/** Stored in this browser, so that the script in index.html can apply it before the first paint. */
export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is disabled: the theme lasts until the page is left.
  }
  for (const listener of listeners) listener();
}

addEventListener("storage", (event) => {
  if (event.key === KEY && isTheme(event.newValue)) {
    document.documentElement.dataset.theme = event.newValue;
    for (const listener of listeners) listener();
  }
});

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, getTheme);
}
