import { useQuery } from "@tanstack/react-query";
import { formatExact, formatNumber, formatShort, formatWait } from "@/lib/format";
import { Page } from "@/ui/page";
import { Pill } from "@/ui/pill";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState } from "@/ui/states";
import type { Tone } from "@/ui/status-chip";
import { Sparkline } from "@/ui/svg-charts";
import { type Column, inCard, Table } from "@/ui/table";
import { Failures } from "./failures";
import { liveQueuesQuery, type QueueStatus, type Throttle } from "./queries";
import { useQueueHistory } from "./queue-history";
import { QueuePause } from "./queue-pause";
import { queues as text } from "./strings";

/** Queues and provider throttles, as they are now. */
export function QueuesPage() {
  const query = useQuery(liveQueuesQuery);
  const history = useQueueHistory(query.data?.data, query.dataUpdatedAt);
  if (query.error && !query.data) {
    return (
      <Page title={text.title} description={text.description}>
        <div className="card">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </div>
      </Page>
    );
  }
  return (
    <Page title={text.title} description={text.description}>
      <div className="grid gap-5">
        <section className="card overflow-hidden">
          <Table
            caption={text.list}
            columns={queueColumns(history)}
            rows={query.data?.data}
            rowKey={(row) => row.queue}
            cardClass="@max-2xl:grid @max-2xl:grid-cols-4 @max-2xl:gap-x-2"
          />
        </section>
        <Failures />
        <Section title={text.throttles} hint={text.throttlesHint} flush>
          <Throttles list={query.data?.throttles} isLoading={!query.data} />
        </Section>
      </div>
    </Page>
  );
}

function number(key: string, header: string, of: (row: QueueStatus) => string): Column<QueueStatus> {
  return { key, header, numeric: true, cell: of, className: inCard.stacked };
}

const counted = (key: string, header: string, of: (row: QueueStatus) => number) =>
  number(key, header, (row) => formatNumber(of(row)));

function queueColumns(history: ReadonlyMap<string, readonly number[]>): readonly Column<QueueStatus>[] {
  return [
    {
      key: "queue",
      header: text.queue,
      primary: true,
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {row.queue}
          {row.paused && (
            <span title={row.paused_at ? formatExact(row.paused_at) : undefined}>
              <Pill tone="warn">{text.paused}</Pill>
            </span>
          )}
        </span>
      ),
      className: "@max-2xl:col-span-2",
    },
    {
      key: "history",
      header: text.history,
      cell: ({ queue }) => <History queue={queue} values={history.get(queue) ?? []} />,
      className: "@max-2xl:col-span-2 @max-2xl:justify-end @max-2xl:before:hidden",
    },
    counted("waiting", text.waiting, (row) => row.waiting),
    number("oldest", text.oldest, ({ oldest_due_seconds: oldest }) =>
      oldest == null ? text.none : formatWait(oldest * 1000),
    ),
    counted("running", text.running, (row) => row.running),
    counted("retrying", text.retrying, (row) => row.retrying),
    counted("scheduled", text.scheduled, (row) => row.scheduled),
    number("rate", text.rate, (row) => formatNumber(row.rate_per_minute)),
    counted("failed", text.failed, (row) => row.failed_last_hour),
    {
      key: "pause",
      header: text.actions,
      bare: true,
      numeric: true,
      cell: (row) => <QueuePause row={row} />,
      className: "@max-2xl:items-end! @max-2xl:justify-end",
    },
  ];
}

function History({ queue, values }: { queue: string; values: readonly number[] }) {
  const [from, to] = [values[0], values.at(-1)];
  if (from === undefined || to === undefined) return <span className="block h-6 w-24" />;
  const label = text.historyOf(queue, formatNumber(from), formatNumber(to));
  return <Sparkline values={values} label={label} className="h-6 w-24" />;
}

interface ThrottlesProps {
  /** Null while Redis is unavailable. */
  list: readonly Throttle[] | null | undefined;
  isLoading: boolean;
}

function Throttles({ list, isLoading }: ThrottlesProps) {
  if (!list && !isLoading) return <EmptyState title={text.unknownThrottles} />;
  if (list?.length === 0) return <EmptyState title={text.noThrottles} />;
  return (
    <Table
      caption={text.throttles}
      columns={throttleColumns}
      rows={list ?? undefined}
      rowKey={(row) => row.throttle}
      cardClass="@max-2xl:grid @max-2xl:grid-cols-2 @max-2xl:gap-x-3"
      skeletonRows={2}
    />
  );
}

function stateOf({ stopped, closed_until: until }: Throttle): { tone: Tone; words: string } {
  if (stopped) return { tone: "danger", words: text.states.stopped };
  if (until && Date.parse(until) > Date.now()) {
    return { tone: "warn", words: `${text.states.paused} ${text.until(formatShort(until))}` };
  }
  return { tone: "ok", words: text.states.open };
}

const throttleColumns: readonly Column<Throttle>[] = [
  {
    key: "throttle",
    header: text.throttle,
    primary: true,
    cell: (row) => <code className="font-mono text-sm break-all">{row.throttle}</code>,
    className: "@max-2xl:col-span-2",
  },
  {
    key: "state",
    header: text.state,
    cell: (row) => {
      const { tone, words } = stateOf(row);
      return <Pill tone={tone}>{words}</Pill>;
    },
    className: inCard.stacked,
  },
  { key: "reason", header: text.reason, cell: (row) => row.code ?? text.none, className: inCard.stacked },
  {
    key: "limit",
    header: text.limit,
    numeric: true,
    cell: (row) => (row.rate == null ? text.noLimit : text.perSecond(formatNumber(row.rate))),
    className: inCard.stacked,
  },
];
