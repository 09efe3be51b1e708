import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import SearchX from "lucide-react/icons/search-x";
import { isProblem } from "@/api/problem";
import { useUser } from "@/app/use-session";
import { BackLink } from "@/ui/back-link";
import { buttonClass } from "@/ui/button";
import { CodeBlock, CopyButton } from "@/ui/copy";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { AttemptList } from "./attempt-list";
import { bulkOutcomeOf } from "./bulk";
import { BulkResult } from "./bulk-result";
import { JobActions } from "./job-actions";
import { JobFacts } from "./job-facts";
import { explained } from "./job-section";
import { isOver, type Job, kindName } from "./model";
import { Progress } from "./progress";
import { attemptsQuery, jobQuery, messageOfJobQuery } from "./queries";
import { StateDiagram } from "./state-diagram";
import { job as text } from "./strings";
import { useFollowedJob } from "./use-followed-job";

const route = getRouteApi("/inside/jobs/$id");

/** One job: its state, attempts and result, and what can be done with it. */
export function JobPage() {
  const { id } = route.useParams();
  const { owner } = route.useSearch();
  const query = useQuery(jobQuery(id, owner));
  const attempts = useQuery(attemptsQuery(id, owner));
  const message = useQuery(messageOfJobQuery(query.data, owner));
  // All at once: parts that came later would move the others.
  if (query.data && !attempts.isPending && (owner || !message.isPending)) {
    return <Loaded key={id} job={query.data} owner={owner} />;
  }
  const isMissing = isProblem(query.error) && (query.error.status === 404 || query.error.status === 422);
  return (
    <Page title={isMissing ? text.notFoundTitle : text.title} page={id} back={<Back owner={owner} />}>
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

/** To the list that has the job: the user's own, or that of the account. */
function Back({ owner }: { owner: string | undefined }) {
  const { role } = useUser();
  if (!owner) return <BackLink to="/jobs">{text.back}</BackLink>;
  if (role === "admin") {
    return (
      <BackLink to="/admin/users/$id" params={{ id: owner }} search={{ tab: "jobs" }}>
        {text.backToAccount}
      </BackLink>
    );
  }
  return (
    <BackLink to="/clients/$id" params={{ id: owner }} search={{}}>
      {text.backToAccount}
    </BackLink>
  );
}

interface LoadedProps {
  job: Job;
  /** Its account, if not the user's own: then it can only be read. */
  owner: string | undefined;
}

function Loaded({ job, owner }: LoadedProps) {
  const message = useQuery(messageOfJobQuery(job, owner));
  // Only the job's own stream has its progress, and only bulk jobs run long enough to watch.
  useFollowedJob(job.kind === "jobs.bulk" && !owner && !isOver(job) ? job.id : undefined);
  return (
    <Page
      title={kindName(job.kind)}
      page={job.id}
      back={<Back owner={owner} />}
      actions={
        <>
          {message.data && (
            <Link to="/messages/$id" params={{ id: message.data.id }} className={buttonClass()}>
              {text.openMessage}
            </Link>
          )}
          {!owner && <JobActions job={job} />}
        </>
      }
    >
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 content-start gap-5">
          <StateSection job={job} />
          <Attempts job={job} owner={owner} />
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

function Attempts({ job, owner }: LoadedProps) {
  const query = useQuery(attemptsQuery(job.id, owner));
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

function Result({ job }: { job: Job }) {
  const { result } = job;
  if (result == null) return null;
  const outcome = bulkOutcomeOf(job);
  if (outcome) {
    return (
      <Section title={text.result}>
        <BulkResult outcome={outcome} />
      </Section>
    );
  }
  const code = JSON.stringify(result, null, 2);
  return (
    <Section title={text.result} actions={<CopyButton text={code} />}>
      <CodeBlock code={code} label={text.result} />
    </Section>
  );
}
