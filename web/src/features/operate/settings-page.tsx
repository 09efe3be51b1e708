import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import SearchX from "lucide-react/icons/search-x";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Pill } from "@/ui/pill";
import { SearchField } from "@/ui/search-field";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { type Column, inCard, Table } from "@/ui/table";
import { type Setting, settingsQuery } from "./queries";
import { areasOf } from "./settings";
import { settings as text } from "./strings";

const route = getRouteApi("/inside/admin/settings");

/** The effective settings of the API process that answers; secrets are never shown. */
export function PlatformSettingsPage() {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(settingsQuery);
  const search = (typed: string | undefined) =>
    void navigate({ search: { q: typed || undefined }, replace: true });
  const areas = query.data && areasOf(query.data, q);
  return (
    <Page title={text.title} description={text.description}>
      <div className="grid gap-5">
        <search>
          <SearchField label={text.search} className="max-w-sm" value={q ?? ""} onChange={search} />
        </search>
        {areas?.map(({ area, settings }) => (
          <Section key={area} title={titleOf(area)} flush>
            <Table
              caption={titleOf(area)}
              columns={columns}
              rows={settings}
              rowKey={(row) => row.name}
              cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3"
            />
          </Section>
        ))}
        {(!areas || areas.length === 0) && (
          <div className="card">
            {areas ? (
              <EmptyState
                title={text.noMatch}
                icon={<SearchX size={20} aria-hidden />}
                action={<Button onClick={() => search(undefined)}>{text.clear}</Button>}
              />
            ) : query.error ? (
              <ErrorState error={query.error} onRetry={() => void query.refetch()} />
            ) : (
              <Skeleton className="h-dvh rounded-xl" />
            )}
          </div>
        )}
      </div>
    </Page>
  );
}

/** Variables outside all areas are those of `switchboard dev`. */
const titleOf = (area: string) => (area ? (text.areas[area] ?? area) : text.development);

const columns: readonly Column<Setting>[] = [
  {
    key: "name",
    header: text.name,
    primary: true,
    cell: (row) => <code className="font-mono text-sm wrap-anywhere">{row.name}</code>,
    className: "@2xl:w-1/2",
  },
  {
    key: "value",
    header: text.value,
    cell: (row) =>
      row.is_secret ? (
        <span className="text-muted">{row.source === "set" ? text.hidden : text.none}</span>
      ) : row.value == null || row.value === "" ? (
        <span className="text-muted">{text.none}</span>
      ) : (
        <code className="font-mono text-sm wrap-anywhere">{row.value}</code>
      ),
    className: `${inCard.plain} @max-2xl:col-span-2 @max-2xl:row-start-2`,
  },
  {
    key: "source",
    header: text.source,
    cell: (row) => (
      <Pill tone={row.source === "set" ? "accent" : "idle"}>
        {row.is_secret ? text.secrets[row.source] : text.sources[row.source]}
      </Pill>
    ),
    className: `${inCard.plain} @2xl:w-40 @max-2xl:justify-end`,
  },
];
