import { useSyncExternalStore } from "react";

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
const STEP_MS = 15_000;

// One clock for all relative times, stopped while no component uses it.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, STEP_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time in milliseconds, updated every fifteen seconds. */
export function useNow(): number {
  const at = useSyncExternalStore(subscribe, () => now);
  return Math.max(at, Date.now() - STEP_MS);
}
