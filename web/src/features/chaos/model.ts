import type { Chaos, LogEntry } from "./queries";

/** What the figures add up to. */
export interface Sum {
  accepted: number;
  delivered: number;
  /** Refused by the phone's provider, and refunded. */
  failed: number;
  /** A worker died while it was sending: never sent again, as it may have arrived. */
  unknown: number;
  /** Accepted, and not at an end yet. */
  underway: number;
  /** Accepted, and not in the database: must be none. */
  lost: number;
  /** Received twice by the provider: must be none. */
  twice: number;
}

export function sumOf({ load, outcomes, provider }: Chaos): Sum {
  const { delivered, failed, unknown, found } = outcomes;
  return {
    accepted: load.accepted,
    delivered,
    failed,
    unknown,
    underway: found - delivered - failed - unknown,
    lost: load.accepted - found,
    twice: provider.sent_twice,
  };
}

export type Verdict = "idle" | "working" | "proven" | "broken";

/** `broken`: a promise does not hold. `proven`: messages were sent, and each of them is accounted for. */
export function verdictOf(chaos: Chaos): Verdict {
  const sum = sumOf(chaos);
  if (chaos.audit?.holds === false || sum.lost > 0 || sum.twice > 0) return "broken";
  if (chaos.load.is_running || sum.underway > 0) return "working";
  return sum.accepted > 0 ? "proven" : "idle";
}

/** How often each event is in the log. */
export function tally(log: readonly LogEntry[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { event } of log) counts[event] = (counts[event] ?? 0) + 1;
  return counts;
}

/** The damage, as marks of the chart. */
const FAULTS: readonly string[] = [
  "worker_killed",
  "redis_flushed",
  "provider_slowed",
  "provider_broken",
  "statuses_reordered",
];

export const isFault = ({ event }: LogEntry) => FAULTS.includes(event);

/** The state at a moment: figures only ever needed as differences. */
export interface Sample {
  /** Milliseconds since the epoch, of the server's clock. */
  at: number;
  delivered: number;
  underway: number;
}

export const SPAN_SECONDS = 60;
/** Answers to actions come between those of the poll: bars would be too thin to see. */
const STEP_MS = 800;

/** The samples with one more, without those that are older than the chart. */
export function withSample(samples: readonly Sample[], chaos: Chaos): readonly Sample[] {
  const { delivered, underway } = sumOf(chaos);
  const at = Date.parse(chaos.at);
  const last = samples.at(-1);
  if (last && at < last.at + STEP_MS) return samples;
  // Fewer than before: the counts began anew.
  const kept = last && delivered < last.delivered ? [] : samples;
  return [...kept.filter((one) => one.at > at - SPAN_SECONDS * 1000), { at, delivered, underway }];
}

export interface Bar {
  /** Where it begins and ends, as parts of the chart's width. */
  from: number;
  to: number;
  /** Deliveries a second. */
  rate: number;
}

/** Deliveries a second between samples. The chart's right edge is the newest one. */
export function barsOf(samples: readonly Sample[]): readonly Bar[] {
  const end = samples.at(-1)?.at ?? 0;
  const place = (at: number) => Math.max(0, 1 - (end - at) / (SPAN_SECONDS * 1000));
  return samples.slice(1).map((sample, index) => {
    const before = samples[index] ?? sample;
    const seconds = (sample.at - before.at) / 1000;
    return {
      from: place(before.at),
      to: place(sample.at),
      rate: (sample.delivered - before.delivered) / seconds,
    };
  });
}

/** The faults within the chart, oldest first, with their place as a part of its width. */
export function marksOf(samples: readonly Sample[], log: readonly LogEntry[]) {
  const end = samples.at(-1)?.at ?? 0;
  return log
    .filter(isFault)
    .map((entry) => ({ entry, place: 1 - (end - Date.parse(entry.at)) / (SPAN_SECONDS * 1000) }))
    .filter(({ place }) => place > 0 && place <= 1)
    .reverse();
}
