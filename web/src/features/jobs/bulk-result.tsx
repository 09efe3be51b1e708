import { formatNumber } from "@/lib/format";
import { Detail } from "@/ui/detail";
import type { BulkOutcome } from "./bulk";
import { bulk as text } from "./strings";

const reasonName = (code: string) => text.reasons[code] ?? code;

/** What a bulk job did: the jobs that were changed, skipped and refused, with the reasons. */
export function BulkResult({ outcome }: { outcome: BulkOutcome }) {
  const reasons = Object.entries(outcome.reasons).toSorted(([, a], [, b]) => b - a);
  return (
    <div className="grid gap-4">
      <dl className="grid grid-cols-3 gap-4">
        <Detail label={text.done}>{formatNumber(outcome.done)}</Detail>
        <Detail label={text.skipped}>{formatNumber(outcome.skipped)}</Detail>
        <Detail label={text.refused}>{formatNumber(outcome.failed)}</Detail>
      </dl>
      {reasons.length > 0 && (
        <ul aria-label={text.why} className="grid gap-1 text-sm">
          {reasons.map(([code, jobs]) => (
            <li key={code} className="flex justify-between gap-4">
              <span className="min-w-0 wrap-anywhere">{reasonName(code)}</span>
              <span className="text-muted tabular-nums">{formatNumber(jobs)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
