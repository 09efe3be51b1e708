import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { messageCard, shortMessageColumns } from "@/features/messages/columns";
import { cx } from "@/lib/cx";
import { buttonClass } from "@/ui/button";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState } from "@/ui/states";
import { Table } from "@/ui/table";
import { latestMessagesQuery, SHOWN } from "./queries";
import { home } from "./strings";

export function LatestMessages() {
  const latest = useQuery(latestMessagesQuery);
  return (
    <Section
      title={home.latest}
      flush
      actions={
        <Link to="/messages" search={{}} className={cx(buttonClass("quiet", "sm"), "-mr-3")}>
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
          columns={shortMessageColumns}
          rows={latest.data}
          rowKey={(row) => row.id}
          cardClass={messageCard}
          skeletonRows={SHOWN}
        />
      )}
    </Section>
  );
}
