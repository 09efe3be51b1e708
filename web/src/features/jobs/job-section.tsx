import type { UseQueryResult } from "@tanstack/react-query";
import { formatExact } from "@/lib/format";
import { sentence } from "@/lib/use-form-problem";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { AttemptList } from "./attempt-list";
import type { Job } from "./model";
import { job as text } from "./strings";

/** A job as part of another page: what it waits for or how it ended, and each attempt that there was. */
export function JobSection({ job: { data, error, refetch } }: { job: UseQueryResult<Job> }) {
  const attempts = data?.attempts ?? [];
  return (
    <Section title={text.title} actions={data && <StatusChip status={data.state} />}>
      {data ? (
        <div className="grid gap-4">
          <p className="break-words">{explained(data)}</p>
          {attempts.length > 0 && (
            <div className="border-t border-line pt-4">
              <AttemptList attempts={attempts} />
            </div>
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

/** The server's sentence, with its times as people here read them. */
export function explained({ explanation, attempt, max_attempts }: Job): string {
  const words = explanation?.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, formatExact);
  return words ? sentence(words) : text.attemptOf(attempt, max_attempts);
}
