import { useSyncExternalStore } from "react";

// The breakpoint `sm` of the styles.
const wide = matchMedia("(min-width: 40rem)");

function subscribe(changed: () => void) {
  wide.addEventListener("change", changed);
  return () => wide.removeEventListener("change", changed);
}

/** Whether the window is wider than a phone, for what would be too much to render and hide by CSS. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}
