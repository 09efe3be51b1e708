import type { UsageReport } from "./queries";

const DAY_S = 86_400;

/** A report as series: credits of each day, for each channel that was used. */
export function seriesOf({ data, from, to }: UsageReport): {
  times: number[];
  byChannel: Map<UsageReport["data"][number]["channel"], number[]>;
  totals: number[];
} {
  const [first, last] = [Date.parse(from) / 1000, Date.parse(to) / 1000];
  const times: number[] = [];
  for (let time = first; time <= last; time += DAY_S) times.push(time);
  const totals = times.map(() => 0);
  const byChannel = new Map<UsageReport["data"][number]["channel"], number[]>();
  for (const { day, channel, credits } of data) {
    const at = (Date.parse(day) / 1000 - first) / DAY_S;
    const values = byChannel.get(channel) ?? times.map(() => 0);
    byChannel.set(channel, values);
    values[at] = (values[at] ?? 0) + credits;
    totals[at] = (totals[at] ?? 0) + credits;
  }
  return { times, byChannel: new Map([...byChannel].sort(([a], [b]) => a.localeCompare(b))), totals };
}

/** The reclaimable part of a client's credits: distributed by its reseller and not spent. */
export function reclaimable(
  share: { balance: number; distributed: number; reclaimed: number } | undefined,
): number {
  if (!share) return 0;
  return Math.max(0, Math.min(share.balance, share.distributed - share.reclaimed));
}
