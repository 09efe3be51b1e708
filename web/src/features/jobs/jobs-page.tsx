import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { formatNumber } from "@/lib/format";
import { Page } from "@/ui/page";
import { ui } from "@/ui/strings";
import { Tabs } from "@/ui/tabs";
import { countsQuery, type JobCounts, scopeOf } from "./bulk";
import { JobList } from "./job-list";
import { type JobsSearch, STATES, type State } from "./search";
import { jobs } from "./strings";

const route = getRouteApi("/inside/jobs");

const tabsWith = (counts: JobCounts | undefined) => [
  { value: "all" as const, label: jobs.all },
  ...STATES.map((value) => ({
    value,
    label: ui.status[value],
    extra: <Count of={counts?.data.find(({ state }) => state === value)} />,
  })),
];

/** The number of jobs in a state; its place is kept until it is known. */
function Count({ of }: { of: JobCounts["data"][number] | undefined }) {
  return (
    <span className="min-w-4 text-sm font-normal text-muted tabular-nums">
      {of && `${formatNumber(of.count)}${of.capped ? "+" : ""}`}
    </span>
  );
}

/** The jobs of an account by state, with filters in the address. */
export function JobsPage() {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const counts = useQuery(countsQuery(scopeOf(filters))).data;
  const change = (part: Partial<JobsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  return (
    <Page title={jobs.title} description={jobs.description}>
      <section className="card px-4 pt-2 pb-1 sm:px-5">
        <Tabs
          label={jobs.states}
          tabs={tabsWith(counts)}
          value={filters.state ?? "all"}
          onChange={(value: State | "all") => change({ state: value === "all" ? undefined : value })}
        >
          <JobList filters={filters} onFilter={change} />
        </Tabs>
      </section>
    </Page>
  );
}
