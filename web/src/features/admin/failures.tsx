import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import CircleCheck from "lucide-react/icons/circle-check";
import { lazy, Suspense, useState } from "react";
import { isRetryable, kindName } from "@/features/jobs/model";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState } from "@/ui/states";
import { type Column, inCard, Table } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { type FailureGroup, liveFailuresQuery } from "./queries";
import { failures as text } from "./strings";
import { UserLink } from "./user-link";

const BulkDialog = lazy(() => import("@/features/jobs/bulk-dialog"));

interface Asking {
  kind: string;
  since: string;
}

/** Failed jobs of the last hour by queue, kind and error, and a way to retry all of a kind. */
export function Failures() {
  const query = useQuery(liveFailuresQuery);
  const [asking, setAsking] = useState<Asking>();
  const since = query.data?.since;
  return (
    <Section title={text.title} hint={query.data?.is_partial ? text.partial : text.hint} flush>
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data?.data.length === 0 ? (
        <EmptyState title={text.none} icon={<CircleCheck size={20} aria-hidden />} />
      ) : (
        <Table
          caption={text.title}
          columns={columnsFor((kind) => since && setAsking({ kind, since }))}
          rows={query.data?.data}
          rowKey={(row) => `${row.queue} ${row.kind} ${row.code ?? ""}`}
          cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3"
          skeletonRows={2}
        />
      )}
      <Suspense>
        {asking && (
          <BulkDialog
            action="retry"
            scope={{ ...asking, state: "failed", owner_id: "all" }}
            about={text.retryAbout(kindName(asking.kind))}
            onClose={() => setAsking(undefined)}
          />
        )}
      </Suspense>
    </Section>
  );
}

const columnsFor = (onRetry: (kind: string) => void): readonly Column<FailureGroup>[] => [
  {
    key: "kind",
    header: text.kind,
    primary: true,
    cell: (row) => (
      <span className="grid">
        <span>{kindName(row.kind)}</span>
        <span className="text-sm font-normal text-muted">{text.inQueue(row.queue)}</span>
      </span>
    ),
  },
  {
    key: "jobs",
    header: text.jobs,
    numeric: true,
    cell: (row) => formatNumber(row.jobs),
    className: inCard.stacked,
  },
  {
    key: "code",
    header: text.code,
    cell: (row) => <code className="font-mono text-sm wrap-anywhere">{row.code ?? text.noCode}</code>,
    className: `${inCard.plain} @max-2xl:col-span-2`,
  },
  {
    key: "latest",
    header: text.latest,
    cell: (row) => (
      <span className="flex flex-wrap items-baseline gap-x-2">
        {row.latest_owner_id ? (
          <>
            <Link
              to="/jobs/$id"
              params={{ id: row.latest_job_id }}
              search={{ owner: row.latest_owner_id }}
              className="link"
            >
              <DateTime value={row.latest_at} />
            </Link>
            <UserLink user={{ id: row.latest_owner_id, username: row.latest_owner ?? null }} none="" />
          </>
        ) : (
          <>
            <DateTime value={row.latest_at} /> <span className="text-muted">{text.platform}</span>
          </>
        )}
      </span>
    ),
    className: `${inCard.small} @max-2xl:justify-start! @max-2xl:col-span-2`,
  },
  {
    key: "retry",
    header: text.actions,
    bare: true,
    numeric: true,
    cell: (row) =>
      isRetryable(row.kind) ? (
        <Button size="sm" aria-label={text.retryLabel(kindName(row.kind))} onClick={() => onRetry(row.kind)}>
          {text.retry}
        </Button>
      ) : null,
    className: `${inCard.plain} @max-2xl:col-span-2`,
  },
];
