import type { Message } from "@/features/messages/model";

export interface Day {
  /** A local day, such as "2026-01-31". */
  day: string;
  /** The first message's time. */
  at: string;
  messages: Message[];
}

function localDay(time: string): string {
  const at = new Date(time);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Groups pages of messages, newest first, into days in reading order, oldest first. */
export function byDay(newestFirst: readonly Message[]): Day[] {
  const days: Day[] = [];
  for (const message of newestFirst.toReversed()) {
    const day = localDay(message.created_at);
    const last = days.at(-1);
    if (last?.day === day) last.messages.push(message);
    else days.push({ day, at: message.created_at, messages: [message] });
  }
  return days;
}
