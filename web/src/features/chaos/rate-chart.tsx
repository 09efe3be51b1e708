import { useEffect, useState } from "react";
import { formatNumber } from "@/lib/format";
import { Section } from "@/ui/section";
import { barsOf, marksOf, type Sample, SPAN_SECONDS, withSample } from "./model";
import type { Chaos } from "./queries";
import { chaos as text } from "./strings";

/** Kept while the console is open, so that a look at another page leaves no hole. */
let samples: readonly Sample[] = [];

function useSamples(chaos: Chaos): readonly Sample[] {
  const [shown, setShown] = useState(samples);
  useEffect(() => {
    samples = withSample(samples, chaos);
    setShown(samples);
  }, [chaos]);
  return shown;
}

const [WIDTH, HEIGHT] = [900, 120];
/** The scale of an almost idle system: a single delivery is not a full bar. */
const LOWEST_PEAK = 5;

/** Deliveries a second: each fault leaves a dent, and a peak once it is repaired. */
export function RateChart({ chaos }: { chaos: Chaos }) {
  const known = useSamples(chaos);
  const bars = barsOf(known);
  const marks = marksOf(known, chaos.log);
  const peak = Math.max(0, ...bars.map(({ rate }) => rate));
  const scale = Math.max(LOWEST_PEAK, peak);
  const label = text.rateLabel(formatNumber(bars.at(-1)?.rate ?? 0), formatNumber(peak));
  return (
    <Section title={text.rate} hint={text.rateHint(formatNumber(peak), SPAN_SECONDS)}>
      <figure className="relative m-0">
        <figcaption className="sr-only">{label}</figcaption>
        <svg
          aria-hidden
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="block h-30 w-full rounded-md bg-sunken"
        >
          {bars.map(({ from, to, rate }) => (
            <rect
              key={to}
              x={from * WIDTH + 1}
              width={Math.max(1, (to - from) * WIDTH - 2)}
              y={HEIGHT - (rate / scale) * (HEIGHT - 8)}
              height={(rate / scale) * (HEIGHT - 8)}
              className="fill-accent"
            />
          ))}
          {marks.map(({ entry, place }) => (
            <line
              key={entry.number}
              x1={place * WIDTH}
              x2={place * WIDTH}
              y1={0}
              y2={HEIGHT}
              strokeWidth={2}
              vectorEffect="non-scaling-stroke"
              className="stroke-danger"
            />
          ))}
        </svg>
        <ul aria-hidden className="relative mt-1.5 h-4 overflow-hidden text-2xs text-on-danger-soft">
          {marks.map(({ entry, place }, at) => (
            <li
              key={entry.number}
              // Where the next mark is too near, the newer one keeps its words.
              className="absolute -translate-x-1/2 whitespace-nowrap"
              style={{ left: `${Math.min(92, Math.max(8, place * 100))}%` }}
              hidden={(marks[at + 1]?.place ?? 2) - place < 0.16}
            >
              {text.faults[entry.event]}
            </li>
          ))}
        </ul>
      </figure>
    </Section>
  );
}
