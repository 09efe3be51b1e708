import { formatExact, formatWait } from "@/lib/format";
import type { Attempt } from "./model";
import { job as text } from "./strings";

/** Each attempt at a job: its times, how it ended, and why it failed. */
export function AttemptList({ attempts, detailed }: { attempts: readonly Attempt[]; detailed?: boolean }) {
  return (
    <ol aria-label={text.attempts} className="grid gap-3 text-sm">
      {attempts.map((attempt) => (
        <li key={attempt.number} className="grid gap-0.5">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{text.attempt(attempt.number)}</span>
            <span>{text.outcomes[attempt.outcome]}</span>
            <span className="text-muted tabular-nums">
              {attempt.started_at && formatExact(attempt.started_at)}
              {attempt.started_at && attempt.ended_at && (
                <> · {formatWait(Date.parse(attempt.ended_at) - Date.parse(attempt.started_at))}</>
              )}
              {detailed && attempt.worker && <> · {attempt.worker}</>}
            </span>
          </p>
          {attempt.error && (
            <p className="break-words text-muted">
              {attempt.error.message}
              {detailed && (
                <>
                  {" "}
                  <code className="font-mono text-xs">{attempt.error.code}</code>
                </>
              )}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
