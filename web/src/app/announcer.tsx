import { useEffect, useState } from "react";
import { liveAnnouncements } from "@/lib/preference";
import { watchLive } from "./apply";

const PAUSE_MS = 5_000;
const sentences: Record<string, (count: number) => string> = {
  "message.delivered": (n) => (n === 1 ? "1 message delivered" : `${n} messages delivered`),
  "message.failed": (n) => (n === 1 ? "1 message failed" : `${n} messages failed`),
  "message.received": (n) => (n === 1 ? "1 message received" : `${n} messages received`),
  "credits.balance_low": () => "Your balance is low",
};

/** Announces new events to screen readers, at most one sentence in five seconds. */
export function Announcer() {
  const enabled = liveAnnouncements.use();
  const [text, setText] = useState("");
  useEffect(() => {
    if (!enabled) return;
    const counts = new Map<string, number>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      timer = undefined;
      setText([...counts].map(([type, count]) => sentences[type]?.(count)).join(", "));
      counts.clear();
    };
    const stop = watchLive((events) => {
      for (const { type } of events) {
        if (type in sentences) counts.set(type, (counts.get(type) ?? 0) + 1);
      }
      if (counts.size > 0) timer ??= setTimeout(say, PAUSE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [enabled]);
  return (
    <div className="sr-only" role="status" aria-live="polite">
      {text}
    </div>
  );
}
