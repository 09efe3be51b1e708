import { useEffect } from "react";
import { shortcutsEnabled } from "@/lib/preference";

const SEQUENCE_MS = 1_000;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/**
 * Single keys and sequences of two ("g m"), disabled in fields, in dialogs and by a setting (WCAG 2.1.4); and "mod+k",
 * which is always active.
 */
export function useShortcuts(actions: Record<string, () => void>): void {
  const enabled = shortcutsEnabled.use();
  useEffect(() => {
    let before = "";
    let at = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        const action = actions[`mod+${event.key.toLowerCase()}`];
        if (action) {
          event.preventDefault();
          action();
        }
        return;
      }
      const inDialog = document.querySelector('[role="dialog"], [role="menu"]') !== null;
      if (!enabled || event.altKey || event.defaultPrevented || inDialog || isTyping(event.target)) return;
      // The time of the key press: a busy page handles it later.
      const sequence = event.timeStamp - at < SEQUENCE_MS ? `${before} ${event.key}` : event.key;
      const action = actions[sequence] ?? actions[event.key];
      before = event.key;
      at = event.timeStamp;
      if (!action) return;
      event.preventDefault();
      at = Number.NEGATIVE_INFINITY;
      action();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [actions, enabled]);
}
