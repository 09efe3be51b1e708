import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isMuted, isNotification, titleOf } from "@/features/notifications/model";
import { liveAnnouncements } from "@/lib/preference";
import { watchLive } from "@/live/apply";
import { type Preferences, preferencesQuery } from "@/live/preferences";
import { app } from "./strings";

const PAUSE_MS = 5_000;
const counted: Readonly<Record<string, (count: number) => string>> = app.announcements;

function sentenceOf(type: string, count: number): string {
  return counted[type]?.(count) ?? titleOf(type);
}

/** Announces new events to screen readers, at most one sentence in five seconds. */
export function Announcer() {
  const enabled = liveAnnouncements.use();
  const client = useQueryClient();
  const [text, setText] = useState("");
  useEffect(() => {
    if (!enabled) return;
    const counts = new Map<string, number>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      timer = undefined;
      setText([...counts].map(([type, count]) => sentenceOf(type, count)).join(", "));
      counts.clear();
    };
    const isAnnounced = (type: string) =>
      type in counted ||
      (isNotification(type) && !isMuted(type, client.getQueryData<Preferences>(preferencesQuery.queryKey)));
    const stop = watchLive((events) => {
      for (const { type } of events) {
        if (isAnnounced(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
      }
      if (counts.size > 0) timer ??= setTimeout(say, PAUSE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [enabled, client]);
  return (
    <div className="sr-only" role="status" aria-live="polite">
      {text}
    </div>
  );
}
