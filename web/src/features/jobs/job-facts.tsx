import { Link } from "@tanstack/react-router";
import { formatExact, formatWait } from "@/lib/format";
import { CopyButton } from "@/ui/copy";
import { Detail } from "@/ui/detail";
import { Section } from "@/ui/section";
import { isOver, type Job, kindName } from "./model";
import { jobs, job as text } from "./strings";

/** What is known of a job besides its course: kind, times and ids. */
export function JobFacts({ job, messageId }: { job: Job; messageId: string | undefined }) {
  const lasted =
    job.started_at && job.finished_at && Date.parse(job.finished_at) - Date.parse(job.started_at);
  return (
    <Section title={text.facts}>
      <dl className="grid gap-3.5">
        <Detail label={text.kind}>
          {kindName(job.kind)} <code className="font-mono text-xs text-muted">{job.kind}</code>
        </Detail>
        <Detail label={text.attemptsUsed}>{jobs.attemptOf(job.attempt, job.max_attempts)}</Detail>
        <Moment label={text.accepted} at={job.created_at} />
        {!isOver(job) && <Moment label={text.due} at={job.run_at} />}
        <Moment label={text.started} at={job.started_at} />
        <Moment label={text.ended} at={job.finished_at} after={lasted || undefined} />
        {messageId && (
          <Detail label={text.message}>
            <Link to="/messages/$id" params={{ id: messageId }} className="link font-mono text-xs">
              {messageId}
            </Link>
          </Detail>
        )}
        {job.retried_from && (
          <Detail label={text.retriedFrom}>
            <Link to="/jobs/$id" params={{ id: job.retried_from }} className="link">
              {text.firstJob}
            </Link>
          </Detail>
        )}
        <Id label={text.id} id={job.id} copy={text.copyId} />
      </dl>
    </Section>
  );
}

function Moment({
  label,
  at,
  after,
}: {
  label: string;
  at: string | null | undefined;
  after?: number | undefined;
}) {
  if (!at) return null;
  return (
    <Detail label={label}>
      <time dateTime={at} className="tabular-nums">
        {formatExact(at)}
      </time>
      {after !== undefined && <span className="text-muted"> · {text.after(formatWait(after))}</span>}
    </Detail>
  );
}

function Id({ label, id, copy }: { label: string; id: string; copy: string }) {
  return (
    <Detail label={label}>
      <span className="-my-1.5 flex items-center justify-between gap-1 pointer-coarse:-my-3">
        <code className="min-w-0 truncate font-mono text-xs">{id}</code>
        <CopyButton text={id} label={copy} />
      </span>
    </Detail>
  );
}
