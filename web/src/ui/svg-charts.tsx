import { cx } from "@/lib/cx";
import { formatNumber } from "@/lib/format";

/** A line without axes. `label` summarizes it in a sentence. */
export function Sparkline({
  values,
  label,
  className,
}: {
  values: readonly number[];
  label: string;
  className?: string;
}) {
  const [width, height] = [120, 32];
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  // A constant line runs through the middle.
  const [low, span] = highest > lowest ? [lowest, highest - lowest] : [lowest - 1, 2];
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points = values
    .map(
      (value, at) =>
        `${(at * step).toFixed(1)},${(height - 2 - ((value - low) / span) * (height - 4)).toFixed(1)}`,
    )
    .join(" ");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={cx("h-8 w-30 text-accent", className)}
    >
      {values.length > 1 && (
        <polyline
          points={points}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}

export interface Share {
  label: string;
  value: number;
  tone: "accent" | "ok" | "warn" | "danger" | "info" | "idle";
}

const colours: Record<Share["tone"], string> = {
  accent: "text-accent",
  ok: "text-on-ok-soft",
  warn: "text-on-warn-soft",
  danger: "text-danger",
  info: "text-on-info-soft",
  idle: "text-line-strong",
};

/** Parts of a whole as one bar, with the numbers in its legend. */
export function ShareBar({ shares, label }: { shares: readonly Share[]; label: string }) {
  const total = shares.reduce((sum, share) => sum + share.value, 0);
  const shown = shares.filter((share) => share.value > 0);
  return (
    <figure className="m-0 grid gap-3">
      <figcaption className="sr-only">{label}</figcaption>
      <svg
        aria-hidden
        className="h-2.5 w-full overflow-hidden rounded-full"
        viewBox="0 0 100 10"
        preserveAspectRatio="none"
      >
        <rect width="100" height="10" className="fill-sunken" />
        {shown.map((share, at) => {
          const before = shown.slice(0, at).reduce((sum, other) => sum + other.value, 0);
          return (
            <rect
              key={share.label}
              x={(before / total) * 100}
              width={(share.value / total) * 100}
              height="10"
              className={colours[share.tone]}
              fill="currentColor"
              stroke="var(--surface)"
              strokeWidth={shown.length > 1 ? 0.4 : 0}
            />
          );
        })}
      </svg>
      <ul className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
        {shares.map((share) => (
          <li key={share.label} className="flex items-center gap-2">
            <span aria-hidden className={cx("size-2.5 rounded-sm bg-current", colours[share.tone])} />
            <span className="text-muted">{share.label}</span>
            <span className="font-medium tabular-nums">{formatNumber(share.value)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
