import { job as text } from "./strings";

/** The progress of a job, in percent. */
export function Progress({ percent }: { percent: number }) {
  return (
    <div className="flex items-center gap-3">
      <progress aria-label={text.progress} max={100} value={percent} className="h-2 w-full accent-accent" />
      <span className="text-sm text-muted tabular-nums">{percent}%</span>
    </div>
  );
}
