import { useEffect, useState } from "react";
import type { QueueStatus } from "./queries";

/** Samples of five minutes, polled every two seconds. */
export const MOST_SAMPLES = 150;

type Samples = ReadonlyMap<string, readonly number[]>;

let samples: Samples = new Map();
let sampledAt = 0;

/** The waiting jobs of each queue with one more sample, the newest last. */
export function withSample(
  known: Samples,
  queues: readonly Pick<QueueStatus, "queue" | "waiting">[],
): Samples {
  return new Map(
    queues.map(({ queue, waiting }) => [queue, [...(known.get(queue) ?? []), waiting].slice(-MOST_SAMPLES)]),
  );
}

/** The waiting jobs of each queue in the last minutes. Kept while the console is open, by this browser alone. */
export function useQueueHistory(queues: readonly QueueStatus[] | undefined, at: number): Samples {
  const [shown, setShown] = useState(samples);
  useEffect(() => {
    if (!queues || at <= sampledAt) return;
    sampledAt = at;
    samples = withSample(samples, queues);
    setShown(samples);
  }, [queues, at]);
  return shown;
}
