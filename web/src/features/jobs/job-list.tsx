import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import ListChecks from "lucide-react/icons/list-checks";
import SearchX from "lucide-react/icons/search-x";
import { useState } from "react";
import { spanOf } from "@/lib/day";
import type { LiveEvent } from "@/live/event";
import { reloadPages, useNewRows } from "@/live/new-rows";
import { usePause } from "@/live/pause";
import { Button } from "@/ui/button";
import { PagedTable } from "@/ui/paged-table";
import { PauseButton } from "@/ui/pause-button";
import { EmptyState } from "@/ui/states";
import { BulkActions } from "./bulk-actions";
import { jobCard, jobColumns } from "./columns";
import { FilterBar } from "./filter-bar";
import type { JobRow } from "./model";
import { jobsQuery } from "./queries";
import type { JobsSearch } from "./search";
import { SelectionBar } from "./selection-bar";
import { jobs } from "./strings";

/** Whether an event announces a job that the list would show: a new one, or one that came into the state of the tab. */
export function announces(event: LiveEvent, filters: JobsSearch): boolean {
  const { state = "queued", kind } = filters;
  if (event.type !== `job.${state}` || (kind && kind !== event.data.kind)) return false;
  const { until } = spanOf(filters);
  return !until || event.created_at < until;
}

interface Props {
  filters: JobsSearch;
  onFilter: (change: Partial<JobsSearch>) => void;
}

export function JobList({ filters, onFilter }: Props) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { paused, setPaused } = usePause("jobs");
  const query = useInfiniteQuery(jobsQuery(filters, paused));
  const rows = query.data?.pages.flatMap((page) => page.data);
  const { queryKey } = jobsQuery(filters);
  const reload = () => void reloadPages(client, queryKey);
  const fresh = useNewRows({
    queryKey,
    rows,
    paused,
    announces: (event) => announces(event, filters),
    onEmpty: reload,
  });
  const pause = (next: boolean) => {
    setPaused(next);
    if (!next) void query.refetch();
  };
  const selection = useSelection(JSON.stringify(filters), rows);
  return (
    <div className="grid gap-4">
      <FilterBar
        filters={filters}
        onChange={onFilter}
        aside={<PauseButton paused={paused} fresh={fresh} onChange={pause} />}
      />
      <BulkActions filters={filters} />
      <div>
        <div className="-mx-4 sm:-mx-5">
          <PagedTable
            caption={jobs.list}
            columns={jobColumns(selection)}
            query={query}
            rowKey={(row) => row.id}
            onOpen={(row) => void navigate({ to: "/jobs/$id", params: { id: row.id } })}
            cardClass={jobCard}
            fresh={paused ? 0 : fresh}
            onShowNew={reload}
            empty={<Nothing filters={filters} onFilter={onFilter} />}
          />
        </div>
        <SelectionBar rows={selection.rows} onClear={selection.clear} />
      </div>
    </div>
  );
}

/** The selected rows as they are now. Another filter is another list, of which nothing is selected. */
function useSelection(list: string, rows: readonly JobRow[] = []) {
  const [chosen, setChosen] = useState<{ list: string; ids: readonly string[] }>({ list, ids: [] });
  const ids = chosen.list === list ? chosen.ids : [];
  return {
    rows: rows.filter(({ id }) => ids.includes(id)),
    has: (id: string) => ids.includes(id),
    toggle: ({ id }: JobRow) =>
      setChosen({ list, ids: ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id] }),
    clear: () => setChosen({ list, ids: [] }),
  };
}

function Nothing({ filters, onFilter }: Props) {
  const isFiltered = Object.values(filters).some(Boolean);
  const clear = () => onFilter({ state: undefined, kind: undefined, since: undefined, until: undefined });
  return (
    <EmptyState
      title={isFiltered ? jobs.noMatch : jobs.empty}
      icon={isFiltered ? <SearchX size={20} aria-hidden /> : <ListChecks size={20} aria-hidden />}
      action={isFiltered && <Button onClick={clear}>{jobs.clear}</Button>}
    >
      {isFiltered ? jobs.noMatchHint : jobs.emptyHint}
    </EmptyState>
  );
}
