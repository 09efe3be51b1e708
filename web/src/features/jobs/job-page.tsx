import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import SearchX from "lucide-react/icons/search-x";
import { isProblem } from "@/api/problem";
import { BackLink } from "@/ui/back-link";
import { buttonClass } from "@/ui/button";
import { CodeBlock, CopyButton } from "@/ui/copy";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { AttemptList } from "./attempt-list";
import { JobActions } from "./job-actions";
import { JobFacts } from "./job-facts";
import { explained } from "./job-section";
import { type Job, kindName } from "./model";
import { attemptsQuery, jobQuery, messageOfJobQuery } from "./queries";
import { StateDiagram } from "./state-diagram";
import { job as text } from "./strings";

/** One job: its state, attempts and result, and what can be done with it. */
export function JobPage() {
  const { id } = useParams({ from: "/inside/jobs/$id" });
  const query = useQuery(jobQuery(id));
  const attempts = useQuery(attemptsQuery(id));
  const message = useQuery(messageOfJobQuery(query.data));
  // All at once: parts that came later would move the others.
  if (query.data && !attempts.isPending && !message.isPending) return <Loaded key={id} job={query.data} />;
  const isMissing = isProblem(query.error) && (query.error.status === 404 || query.error.status === 422);
  return (
    <Page
      title={isMissing ? text.notFoundTitle : text.title}
      page={id}
      back={<BackLink to="/jobs">{text.back}</BackLink>}
    >
      <div className="card">
        {isMissing ? (
          <EmptyState title={text.notFound(id)} icon={<SearchX size={20} aria-hidden />} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-96 rounded-xl" />
        )}
      </div>
    </Page>
  );
}

function Loaded({ job }: { job: Job }) {
  const message = useQuery(messageOfJobQuery(job));
  return (
    <Page
      title={kindName(job.kind)}
      page={job.id}
      back={<BackLink to="/jobs">{text.back}</BackLink>}
      actions={
        <>
          {message.data && (
            <Link to="/messages/$id" params={{ id: message.data.id }} className={buttonClass()}>
              {text.openMessage}
            </Link>
          )}
          <JobActions job={job} />
        </>
      }
    >
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 content-start gap-5">
          <StateSection job={job} />
          <Attempts job={job} />
          <Result job={job} />
        </div>
        <JobFacts job={job} messageId={message.data?.id} />
      </div>
    </Page>
  );
}

function StateSection({ job }: { job: Job }) {
  const { error, progress } = job;
  return (
    <Section title={text.state} actions={<StatusChip status={job.state} />}>
      <div className="grid gap-4">
        <div aria-live="polite" className="grid gap-1">
          <p className="break-words">{explained(job)}</p>
          {error && (
            <p className="text-sm break-words text-muted">
              {/* The explanation of a failed job ends with it. */}
              {job.explanation?.includes(error.message) ? "" : `${error.message} · `}
              {text.errorCode} <code className="font-mono text-xs">{error.code}</code>
            </p>
          )}
        </div>
        {progress != null && <Progress percent={progress} />}
        <StateDiagram state={job.state} />
      </div>
    </Section>
  );
}

function Progress({ percent }: { percent: number }) {
  return (
    <div className="flex items-center gap-3">
      <progress aria-label={text.progress} max={100} value={percent} className="h-2 w-full accent-accent" />
      <span className="text-sm text-muted tabular-nums">{percent}%</span>
    </div>
  );
}

function Attempts({ job }: { job: Job }) {
  const query = useQuery(attemptsQuery(job.id));
  const attempts = query.data;
  return (
    <Section title={text.attempts}>
      {attempts ? (
        attempts.length > 0 ? (
          <AttemptList attempts={attempts} detailed />
        ) : (
          <p className="text-muted">{text.noAttempts}</p>
        )
      ) : (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
    </Section>
  );
}

function Result({ job: { result } }: { job: Job }) {
  if (result == null) return null;
  const code = JSON.stringify(result, null, 2);
  return (
    <Section title={text.result} actions={<CopyButton text={code} />}>
      <CodeBlock code={code} label={text.result} />
    </Section>
  );
}
