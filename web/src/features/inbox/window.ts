// WhatsApp's service window: it accepts free text for 24 hours after a phone last wrote.

export const WINDOW_MS = 24 * 3_600_000;
/** Below this, a warning is shown. */
const SHORT_MS = 3_600_000;

export interface ServiceWindow {
  /** Milliseconds until it closes; 0 if closed. */
  left: number;
  /** The remaining fraction of 24 hours, from 0 to 1. */
  share: number;
  state: "open" | "closing" | "closed";
}

export function serviceWindow(endsAt: string | null | undefined, now: number): ServiceWindow {
  const left = endsAt ? Math.max(0, Date.parse(endsAt) - now) : 0;
  const state = left === 0 ? "closed" : left < SHORT_MS ? "closing" : "open";
  return { left, share: Math.min(1, left / WINDOW_MS), state };
}

/** "3 h 12 min", "12 min", "less than a minute". Rounded down, so that it promises no more than there is. */
export function timeLeft(left: number): string {
  const minutes = Math.floor(left / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (minutes === 0) return "less than a minute";
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
