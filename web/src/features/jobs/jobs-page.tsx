import { getRouteApi } from "@tanstack/react-router";
import { Page } from "@/ui/page";
import { ui } from "@/ui/strings";
import { Tabs } from "@/ui/tabs";
import { JobList } from "./job-list";
import { type JobsSearch, STATES, type State } from "./search";
import { jobs } from "./strings";

const route = getRouteApi("/inside/jobs");

const tabs: readonly { value: State | "all"; label: string }[] = [
  { value: "all", label: jobs.all },
  ...STATES.map((value) => ({ value, label: ui.status[value] })),
];

/** The jobs of an account by state, with filters in the address. */
export function JobsPage() {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<JobsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  return (
    <Page title={jobs.title} description={jobs.description}>
      <section className="card px-4 pt-2 pb-1 sm:px-5">
        <Tabs
          label={jobs.states}
          tabs={tabs}
          value={filters.state ?? "all"}
          onChange={(value) => change({ state: value === "all" ? undefined : value })}
        >
          <JobList filters={filters} onFilter={change} />
        </Tabs>
      </section>
    </Page>
  );
}
