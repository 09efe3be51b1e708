import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import SearchX from "lucide-react/icons/search-x";
import { isProblem } from "@/api/problem";
import { buttonClass } from "@/ui/button";
import { CopyButton } from "@/ui/copy";
import { Page } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import { JobSection } from "./job-section";
import { jobQuery, messageOfJobQuery } from "./queries";
import { job as text } from "./strings";

/** One job: its state, and the message that it sends. */
export function JobPage() {
  const { id } = useParams({ from: "/inside/jobs/$id" });
  const query = useQuery(jobQuery(id));
  const message = useQuery(messageOfJobQuery(query.data));
  const missing = isProblem(query.error) && (query.error.status === 404 || query.error.status === 422);
  if (missing && !query.data) {
    return (
      <Page title={text.notFoundTitle} page={id}>
        <div className="card">
          <EmptyState title={text.notFound(id)} icon={<SearchX size={20} aria-hidden />} />
        </div>
      </Page>
    );
  }
  return (
    <Page
      title={text.title}
      page={id}
      narrow
      description={
        <span className="block min-h-6 break-words">{query.data && `${text.kind} ${query.data.kind}`}</span>
      }
      actions={
        message.data && (
          <Link to="/messages/$id" params={{ id: message.data.id }} className={buttonClass("primary")}>
            {text.openMessage}
          </Link>
        )
      }
    >
      <div className="grid gap-3">
        <JobSection job={query} />
        <p className="flex items-center gap-1 text-sm text-muted">
          {text.id} <code className="min-w-0 font-mono text-xs break-all text-text">{id}</code>
          <CopyButton text={id} label={text.copyId} />
        </p>
        {message.data === null && <p className="text-sm text-muted">{text.noMessage}</p>}
      </div>
    </Page>
  );
}
