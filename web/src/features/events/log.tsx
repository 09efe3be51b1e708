import { useInfiniteQuery } from "@tanstack/react-query";
import SearchX from "lucide-react/icons/search-x";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { eventCard, eventColumns } from "./columns";
import type { Shown } from "./event-dialog";
import { type Event, logQuery } from "./queries";
import { events } from "./strings";
import type { Family } from "./tail";

interface Props {
  family: Family | undefined;
  onOpen: (shown: Shown) => void;
}

/** All retained events. */
export default function Log({ family, onOpen }: Props) {
  const query = useInfiniteQuery(logQuery(family));
  return (
    <div className="grid gap-3">
      <p className="text-sm text-muted">{events.oldestFirst}</p>
      <div className="-mx-4 sm:-mx-5">
        <PagedTable<Event>
          caption={events.list}
          columns={eventColumns(onOpen)}
          query={query}
          rowKey={(row) => row.id}
          onOpen={onOpen}
          cardClass={eventCard}
          more={events.later}
          empty={
            <EmptyState
              title={family ? events.noMatch : events.empty}
              icon={<SearchX size={20} aria-hidden />}
            >
              {family ? events.noMatchHint : events.emptyHint}
            </EmptyState>
          }
        />
      </div>
    </div>
  );
}
