import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { contactOf, isSent, statusOf, textOf } from "@/features/messages/model";
import { messages } from "@/features/messages/strings";
import { buttonClass } from "@/ui/button";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, Table } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { latestMessagesQuery, type Message, SHOWN } from "./queries";
import { home } from "./strings";

const columns: readonly Column<Message>[] = [
  {
    key: "contact",
    header: messages.columns.contact,
    primary: true,
    cell: (row) => (
      <Link
        to="/messages/$id"
        params={{ id: row.id }}
        className="block max-w-52 truncate rounded @max-2xl:max-w-full"
      >
        {isSent(row) ? messages.to(contactOf(row)) : messages.from(contactOf(row))}
      </Link>
    ),
  },
  {
    key: "status",
    header: messages.columns.status,
    cell: (row) => <StatusChip status={statusOf(row)} />,
    className: "@2xl:w-32",
  },
  {
    key: "text",
    header: messages.columns.text,
    cell: (row) => <span className="line-clamp-1 max-w-[46ch] break-all">{textOf(row)}</span>,
    className: "w-full text-muted",
  },
  {
    key: "when",
    header: messages.columns.time,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
  },
];

/** The newest messages, sent and received. */
export function LatestMessages() {
  const latest = useQuery(latestMessagesQuery);
  return (
    <Section
      title={home.latest}
      flush
      actions={
        <Link to="/messages" search={{}} className={buttonClass("quiet", "sm")}>
          {home.all}
        </Link>
      }
    >
      {latest.error && !latest.data ? (
        <ErrorState error={latest.error} onRetry={() => void latest.refetch()} />
      ) : latest.data?.length === 0 ? (
        <EmptyState
          title={home.empty}
          action={
            <Link to="/messages/new" className={buttonClass()}>
              {home.compose}
            </Link>
          }
        >
          {home.emptyHint}
        </EmptyState>
      ) : (
        <Table
          caption={home.latest}
          columns={columns}
          rows={latest.data}
          rowKey={(row) => row.id}
          skeletonRows={SHOWN}
        />
      )}
    </Section>
  );
}
