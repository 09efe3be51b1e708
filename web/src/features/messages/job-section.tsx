import type { UseQueryResult } from "@tanstack/react-query";
import { formatExact, formatWait } from "@/lib/format";
import { sentence } from "@/lib/use-form-problem";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import type { Job } from "./model";
import { message as text } from "./strings";

/** The job's wait reason or outcome, and its attempts. */
export function JobSection({ job: { data, error, refetch } }: { job: UseQueryResult<Job> }) {
  const attempts = data?.attempts ?? [];
  return (
    <Section title={text.job} actions={data && <StatusChip status={data.state} />}>
      {data ? (
        <div className="grid gap-4">
          <p className="break-words">{explained(data) ?? text.attemptOf(data.attempt, data.max_attempts)}</p>
          {attempts.length > 0 && (
            <ol aria-label={text.attempts} className="grid gap-3 border-t border-line pt-4 text-sm">
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
                    </span>
                  </p>
                  {attempt.error && <p className="break-words text-muted">{attempt.error.message}</p>}
                </li>
              ))}
            </ol>
          )}
        </div>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-12 w-full" />
      )}
    </Section>
  );
}

/** The server's sentence, with its times in the local format. */
function explained({ explanation }: Job): string | undefined {
  const text = explanation?.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, formatExact);
  return text && sentence(text);
}
