import { useQuery } from "@tanstack/react-query";
import ServerOff from "lucide-react/icons/server-off";
import { liveProcessesQuery, type Process } from "@/features/admin/queries";
import { Page } from "@/ui/page";
import { Pill } from "@/ui/pill";
import { EmptyState, ErrorState } from "@/ui/states";
import type { Tone } from "@/ui/status-chip";
import { type Column, inCard, Table } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { processes as text } from "./strings";

const tones: Record<Process["status"], Tone> = { running: "ok", stalled: "danger", lost: "danger" };

/** The processes of the platform by their heartbeats. */
export function ProcessesPage() {
  const query = useQuery(liveProcessesQuery);
  const { data, error } = query;
  return (
    <Page title={text.title} description={text.description}>
      <div className="card overflow-hidden">
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void query.refetch()} />
        ) : data && !data.data ? (
          <EmptyState title={text.unknown} icon={<ServerOff size={20} aria-hidden />}>
            {text.unknownHint}
          </EmptyState>
        ) : (
          <Table
            caption={text.title}
            columns={columns}
            rows={data?.data ?? undefined}
            rowKey={(row) => row.id}
            cardClass="@max-2xl:grid @max-2xl:grid-cols-3 @max-2xl:gap-x-3"
            skeletonRows={3}
          />
        )}
      </div>
    </Page>
  );
}

const list = (names: readonly string[]) => names.join(", ");

const columns: readonly Column<Process>[] = [
  {
    key: "role",
    header: text.role,
    primary: true,
    cell: (row) => (
      <span className="grid">
        <span>{text.roles[row.role]}</span>
        <code className="font-mono text-xs font-normal text-muted @max-2xl:wrap-anywhere @2xl:whitespace-nowrap">
          {text.place(row.host ?? text.noHost, String(row.pid))}
        </code>
      </span>
    ),
    className: "@max-2xl:col-span-2",
  },
  {
    key: "status",
    header: text.status,
    cell: (row) => (
      <span className="grid justify-items-start gap-1 @max-2xl:justify-items-end">
        <Pill tone={tones[row.status]}>{text.statuses[row.status]}</Pill>
        {row.stalled_loops.length > 0 && (
          <span className="text-sm text-danger wrap-anywhere">{list(row.stalled_loops)}</span>
        )}
      </span>
    ),
    className: `${inCard.plain} @max-2xl:justify-end`,
  },
  {
    key: "queues",
    header: text.queues,
    cell: (row) => list(row.queues),
    className: `${inCard.stacked} @max-2xl:col-span-3`,
  },
  { key: "version", header: text.version, cell: (row) => row.version, className: inCard.stacked },
  {
    key: "started",
    header: text.started,
    cell: (row) => <DateTime value={row.started_at} />,
    className: inCard.stacked,
  },
  {
    key: "heartbeat",
    header: text.heartbeat,
    numeric: true,
    cell: (row) => <DateTime value={row.last_heartbeat_at} />,
    className: inCard.stacked,
  },
];
