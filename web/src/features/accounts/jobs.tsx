import { useInfiniteQuery } from "@tanstack/react-query";
import ListChecks from "lucide-react/icons/list-checks";
import { useState } from "react";
import { useUser } from "@/app/use-session";
import { BulkActions } from "@/features/jobs/bulk-actions";
import { jobColumns, plainJobCard } from "@/features/jobs/columns";
import { jobsQuery } from "@/features/jobs/queries";
import { STATES, type State } from "@/features/jobs/search";
import { PagedTable } from "@/ui/paged-table";
import { Select } from "@/ui/select";
import { EmptyState } from "@/ui/states";
import { ui } from "@/ui/strings";
import { accounts as text } from "./strings";

/** Jobs of another account by state; an administrator can change all that match. */
export default function AccountJobs({ owner }: { owner: string }) {
  const { role } = useUser();
  const [state, setState] = useState<State>();
  const filters = { state };
  const query = useInfiniteQuery({ ...jobsQuery(filters, false, owner), refetchOnWindowFocus: false });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-end gap-3">
        <Select
          label={text.state}
          className="w-full sm:w-52"
          value={state ?? ""}
          options={[
            { value: "", label: text.anyState },
            ...STATES.map((value) => ({ value, label: ui.status[value] })),
          ]}
          onChange={({ target }) => setState(STATES.find((one) => one === target.value))}
        />
        {role === "admin" && <BulkActions filters={filters} owner={owner} />}
      </div>
      <div className="-mx-4 sm:-mx-5">
        <PagedTable
          caption={text.jobs}
          columns={jobColumns(undefined, owner)}
          query={query}
          rowKey={(row) => row.id}
          cardClass={plainJobCard}
          empty={
            <EmptyState
              title={state ? text.noMatch : text.noJobs}
              icon={<ListChecks size={20} aria-hidden />}
            >
              {text.noJobsHint}
            </EmptyState>
          }
        />
      </div>
    </div>
  );
}
