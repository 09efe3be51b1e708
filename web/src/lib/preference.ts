import { useSyncExternalStore } from "react";

/** A setting of this browser: on or off. Never for anything secret. */
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
    // Storage is switched off: the initial value holds.
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
        // It holds until the page is left.
      }
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(subscribe, get),
  };
}

export const railCollapsed = booleanPreference("rail-collapsed", false);
/** WCAG 2.1.4: single-key shortcuts can be switched off. */
export const shortcutsEnabled = booleanPreference("shortcuts", true);
/** Whether screen readers hear of live changes. */
export const liveAnnouncements = booleanPreference("announcements", true);
