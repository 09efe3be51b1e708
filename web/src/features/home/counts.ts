import type { MessageSummary } from "./queries";

/** Messages by status, in the page's words. `unknown` is neither delivered nor failed. */
export function outcomes(total: MessageSummary["total"]): {
  all: number;
  delivered: number;
  underway: number;
  failed: number;
  unknown: number;
  cancelled: number;
} {
  const of = (...statuses: string[]) => statuses.reduce((sum, status) => sum + (total[status] ?? 0), 0);
  return {
    all: Object.values(total).reduce((sum, count) => sum + count, 0),
    delivered: of("delivered", "read"),
    underway: of("scheduled", "queued", "sent"),
    failed: of("failed"),
    unknown: of("unknown"),
    cancelled: of("cancelled"),
  };
}

const DAY_SECONDS = 86_400;

/** Messages per UTC day and channel of a summary, zero for days without any. */
export function byDay(summary: MessageSummary): { times: number[]; channels: Map<string, number[]> } {
  const first = Math.floor(Date.parse(summary.since) / 1000 / DAY_SECONDS) * DAY_SECONDS;
  const last = Math.floor(Date.parse(summary.until) / 1000 / DAY_SECONDS) * DAY_SECONDS;
  const days = Math.round((last - first) / DAY_SECONDS) + 1;
  const times = Array.from({ length: days }, (_, at) => first + at * DAY_SECONDS);
  const channels = new Map<string, number[]>();
  for (const { since, channel, messages } of summary.data) {
    const at = Math.round((Date.parse(since) / 1000 - first) / DAY_SECONDS);
    const counts = channels.get(channel) ?? times.map(() => 0);
    if (at >= 0 && at < days) counts[at] = (counts[at] ?? 0) + messages;
    channels.set(channel, counts);
  }
  return { times, channels };
}
