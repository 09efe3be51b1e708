import { useEffect, useState } from "react";
import { watchLive } from "@/live/apply";
import type { LiveEvent } from "@/live/event";
import { extend } from "./tail";

/**
 * The events since the page was opened, newest first. While paused the list is unchanged, but events are still
 * collected: `fresh` counts them.
 */
export function useTail(paused: boolean): {
  shown: readonly LiveEvent[];
  collected: readonly LiveEvent[];
} {
  const [collected, setCollected] = useState<readonly LiveEvent[]>([]);
  const [frozen, setFrozen] = useState<readonly LiveEvent[]>();
  useEffect(() => watchLive((events) => setCollected((tail) => extend(tail, events))), []);
  if (paused && !frozen) setFrozen(collected);
  if (!paused && frozen) setFrozen(undefined);
  return { shown: frozen ?? collected, collected };
}
