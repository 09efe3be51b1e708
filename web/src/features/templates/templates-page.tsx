import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import FileText from "lucide-react/icons/file-text";
import { lazy, Suspense } from "react";
import { cx } from "@/lib/cx";
import { buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { PagedTable } from "@/ui/paged-table";
import { Pill } from "@/ui/pill";
import { EmptyState, Skeleton } from "@/ui/states";
import { type Column, inCard } from "@/ui/table";
import { Tabs } from "@/ui/tabs";
import { DateTime } from "@/ui/values";
import { type Template, templatesListQuery } from "./queries";
import { templates } from "./strings";
import { TemplateText } from "./template-text";

const Grants = lazy(() => import("./grants"));

const route = getRouteApi("/inside/templates");

export function TemplatesPage() {
  const { list = "templates" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title={templates.title}
      description={templates.description}
      actions={
        <Link to="/templates/new" className={buttonClass("primary")}>
          {templates.create}
        </Link>
      }
    >
      <section className="card overflow-hidden px-4 pt-2 pb-1 sm:px-5">
        <Tabs
          label={templates.title}
          tabs={[
            { value: "templates", label: templates.list },
            { value: "grants", label: templates.grants },
          ]}
          value={list}
          onChange={(value) =>
            void navigate({ search: value === "grants" ? { list: value } : {}, replace: true })
          }
        >
          {list === "grants" ? (
            <Suspense fallback={<Skeleton className="h-96" />}>
              <Grants />
            </Suspense>
          ) : (
            <List />
          )}
        </Tabs>
      </section>
    </Page>
  );
}

const columns: readonly Column<Template>[] = [
  {
    key: "name",
    header: templates.name,
    primary: true,
    cell: (row) => (
      <Link
        to="/templates/$id"
        params={{ id: row.id }}
        data-row-link
        onClick={(event) => event.stopPropagation()}
        className="block w-fit max-w-full scroll-my-20 rounded wrap-anywhere"
      >
        {row.name}
      </Link>
    ),
  },
  {
    key: "text",
    header: templates.text,
    cell: (row) => (
      <span className="line-clamp-2">
        <TemplateText body={row.body} />
      </span>
    ),
    className: cx(inCard.plain, "@2xl:w-1/2 text-muted @max-2xl:col-span-2 @max-2xl:row-start-2"),
  },
  {
    key: "language",
    header: templates.language,
    cell: (row) => row.language,
    className: cx(inCard.plain, inCard.small, "@max-2xl:row-start-3"),
  },
  {
    key: "category",
    header: templates.category,
    cell: (row) => <Pill>{templates.categories[row.category]}</Pill>,
    className: cx(inCard.plain, "@max-2xl:col-start-2 @max-2xl:row-start-1 @max-2xl:justify-end"),
  },
  {
    key: "changed",
    header: templates.changed,
    numeric: true,
    cell: (row) => <DateTime value={row.updated_at} />,
    className: cx(
      inCard.plain,
      inCard.small,
      "@max-2xl:col-start-2 @max-2xl:row-start-3 @max-2xl:justify-end",
    ),
  },
];

function List() {
  const query = useInfiniteQuery(templatesListQuery);
  const navigate = useNavigate();
  return (
    <div className="-mx-4 -mt-2 sm:-mx-5">
      <PagedTable
        caption={templates.list}
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate({ to: "/templates/$id", params: { id: row.id } })}
        cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3"
        skeletonRows={4}
        empty={
          <EmptyState
            title={templates.empty}
            icon={<FileText size={20} aria-hidden />}
            action={
              <Link to="/templates/new" className={buttonClass()}>
                {templates.create}
              </Link>
            }
          >
            {templates.emptyHint}
          </EmptyState>
        }
      />
    </div>
  );
}
