import { useSyncExternalStore } from "react";

/** A boolean setting of this browser. Never for anything secret. */
export interface Preference {
  get(): boolean;
  set(value: boolean): void;
  use(): boolean;
}

export function booleanPreference(name: string, initial: boolean): Preference {
  const key = `swb-${name}`;
  const listeners = new Set<() => void>();
  let value = initial;
  try {
    const stored = localStorage.getItem(key);
    if (stored !== null) value = stored === "1";
  } catch {
    // Storage is disabled: the initial value applies.
  }
  const get = () => value;
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get,
    set(next) {
      value = next;
      try {
        localStorage.setItem(key, next ? "1" : "0");
      } catch {
        // Storage is disabled: the value lasts until the page is left.
      }
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(subscribe, get),
  };
}

export const railCollapsed = booleanPreference("rail-collapsed", false);
/** WCAG 2.1.4: single-key shortcuts can be switched off. */
export const shortcutsEnabled = booleanPreference("shortcuts", true);
/** Whether live changes are announced to screen readers. */
export const liveAnnouncements = booleanPreference("announcements", true);
