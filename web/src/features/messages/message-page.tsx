import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import ArrowLeft from "lucide-react/icons/arrow-left";
import MessageCircleOff from "lucide-react/icons/message-circle-off";
import { isProblem } from "@/api/problem";
import { JobSection } from "@/features/jobs/job-section";
import type { Job } from "@/features/jobs/model";
import { jobQuery } from "@/features/jobs/queries";
import { formatShort } from "@/lib/format";
import { sentence } from "@/lib/use-form-problem";
import { buttonClass } from "@/ui/button";
import { CodeBlock, CopyButton } from "@/ui/copy";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { Actions } from "./actions";
import { Facts } from "./facts";
import { asCurl, contactOf, isSent, type Message, mediaOf, statusOf, templateOf } from "./model";
import { messageQuery } from "./queries";
import { meaning, messages, message as text } from "./strings";
import { Timeline } from "./timeline";
import { useMarkRead } from "./use-mark-read";

export function MessagePage() {
  const { id } = useParams({ from: "/inside/messages/$id" });
  const query = useQuery(messageQuery(id));
  if (query.data) return <Loaded key={id} message={query.data} />;
  if (isProblem(query.error) && (query.error.status === 404 || query.error.status === 422)) {
    return <NotFound id={id} />;
  }
  return (
    <Page title={text.title.plain} page={id} back={<BackLink />}>
      {query.error ? (
        <div className="card">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : (
        <div className={columns}>
          <div className="grid content-start gap-5">
            <Skeleton className="h-28 w-full rounded-xl" />
            <Skeleton className="h-64 w-full rounded-xl" />
          </div>
          <Skeleton className="h-96 w-full rounded-xl" />
        </div>
      )}
    </Page>
  );
}

const columns = "grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]";

function BackLink() {
  return (
    <Link
      to="/messages"
      className="inline-flex min-h-6 items-center gap-1.5 rounded text-muted hover:text-text pointer-coarse:min-h-11"
    >
      <ArrowLeft size={15} aria-hidden />
      {text.back}
    </Link>
  );
}

function NotFound({ id }: { id: string }) {
  return (
    <Page title={text.notFoundTitle} page={id}>
      <div className="card">
        <EmptyState
          title={text.notFound(id)}
          icon={<MessageCircleOff size={20} aria-hidden />}
          action={
            <Link to="/messages" className={buttonClass()}>
              {text.back}
            </Link>
          }
        >
          {text.notFoundHint}
        </EmptyState>
      </div>
    </Page>
  );
}

function Loaded({ message }: { message: Message }) {
  const sent = isSent(message);
  const contact = contactOf(message);
  const job = useQuery({ ...jobQuery(message.job_id ?? ""), enabled: sent });
  useMarkRead(message);
  const curl = asCurl(message, location.origin);
  return (
    <Page
      title={sent ? text.title.to(contact) : text.title.from(contact)}
      page={message.id}
      back={<BackLink />}
      actions={sent && <Actions message={message} job={job.data} />}
    >
      <div className={columns}>
        <div className="grid min-w-0 content-start gap-5">
          <StatusSection message={message} job={job.data} />
          <Section title={text.text}>
            <Content message={message} />
          </Section>
          {sent && <JobSection job={job} />}
          {sent && (
            <Section
              title={text.api}
              hint={text.apiHint}
              actions={<CopyButton text={curl} label={text.copyApi} />}
            >
              <CodeBlock code={curl} label={text.api} />
            </Section>
          )}
        </div>
        <Facts message={message} />
      </div>
    </Page>
  );
}

function StatusSection({ message, job }: { message: Message; job: Job | undefined }) {
  const status = statusOf(message);
  const words =
    status === "scheduled"
      ? meaning.scheduled(formatShort(message.send_at ?? message.created_at))
      : meaning[status as Exclude<keyof typeof meaning, "scheduled">];
  const { error, provider_error: provider } = message;
  return (
    <Section title={text.status} actions={<StatusChip status={status} />}>
      <div className="grid gap-4">
        <div aria-live="polite" className="grid gap-1">
          <p>{error ? sentence(error.message) : words}</p>
          {error && <p className="text-muted">{words}</p>}
          {error && (
            <p className="text-sm text-muted">
              {text.errorCode} <code className="font-mono text-xs">{error.code}</code>
            </p>
          )}
        </div>
        {provider && (
          <figure className="m-0 grid gap-1 rounded-lg bg-sunken px-4 py-3 text-sm">
            <figcaption className="font-medium">{text.providerTitle}</figcaption>
            <blockquote className="m-0 grid gap-1 break-words">
              {provider.message && <p>{provider.message}</p>}
              {provider.details && <p className="text-muted">{provider.details}</p>}
            </blockquote>
            <p className="text-xs break-all text-muted">
              {text.providerCode(provider.code)}
              {provider.request_id && ` · ${text.providerRequest} ${provider.request_id}`}
            </p>
          </figure>
        )}
        <Timeline message={message} endedAt={job?.finished_at} />
      </div>
    </Section>
  );
}

function Content({ message }: { message: Message }) {
  const media = mediaOf(message);
  const template = templateOf(message);
  return (
    <div className="grid gap-3">
      {template && <p className="text-sm text-muted">{text.template(template.name, template.language)}</p>}
      {media && (
        <p className="text-sm break-all">
          <span className="text-muted">{text.media(messages.noText[media.type])}</span>{" "}
          {media.link ?? media.filename ?? media.id}
        </p>
      )}
      {message.body ? (
        <p className="w-fit max-w-prose rounded-xl rounded-bl-sm bg-sunken px-4 py-2.5 break-words whitespace-pre-wrap">
          {message.body}
        </p>
      ) : (
        !media && <p className="text-muted">{text.noText}</p>
      )}
    </div>
  );
}
