import { Link } from "@tanstack/react-router";
import { cx } from "@/lib/cx";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { type JobRow, kindName, mayCancel, mayRetry } from "./model";
import { jobs } from "./strings";

// A card on phones: checkbox, kind and state, then the error, then attempt and time.
export const jobCard =
  "@max-2xl:grid @max-2xl:grid-cols-[1.5rem_minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3";

/** The same without checkboxes. */
export const plainJobCard =
  "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3";

export interface Selection {
  has: (id: string) => boolean;
  toggle: (row: JobRow) => void;
}

/** Without a selection there are no checkboxes. The job of another account is opened by its owner's id. */
export function jobColumns(
  selection: Selection | undefined,
  owner?: string | undefined,
): readonly Column<JobRow>[] {
  return [
    ...(selection ? [selectColumn(selection)] : []),
    {
      key: "kind",
      header: jobs.columns.kind,
      primary: true,
      cell: (row) => (
        <Link
          to="/jobs/$id"
          params={{ id: row.id }}
          search={{ owner }}
          data-row-link
          onClick={(event) => event.stopPropagation()}
          className="block w-fit max-w-full scroll-my-20 truncate rounded"
        >
          {kindName(row.kind)}
        </Link>
      ),
      className: cx(selection && "@max-2xl:col-start-2"),
    },
    {
      key: "state",
      header: jobs.columns.state,
      cell: (row) => <StatusChip status={row.state} />,
      className: cx(inCard.plain, "@2xl:w-32 @max-2xl:justify-end"),
    },
    {
      key: "attempt",
      header: jobs.columns.attempt,
      cell: (row) => (
        <span className="whitespace-nowrap tabular-nums">
          {jobs.attemptOf(row.attempt, row.max_attempts)}
        </span>
      ),
      className: cx(
        inCard.small,
        "@max-2xl:justify-start! @max-2xl:gap-1.5!",
        selection && "@max-2xl:col-start-2",
      ),
    },
    {
      key: "error",
      header: jobs.columns.error,
      cell: (row) =>
        row.error && <span className="line-clamp-1 max-w-[46ch] break-all">{row.error.message}</span>,
      className: cx(
        inCard.plain,
        "w-full text-muted @max-2xl:col-span-2 @max-2xl:row-start-2",
        selection && "@max-2xl:col-start-2",
      ),
    },
    {
      key: "time",
      header: jobs.columns.time,
      numeric: true,
      cell: (row) => <DateTime value={row.created_at} />,
      className: cx(inCard.plain, inCard.small, "@max-2xl:justify-end"),
    },
  ];
}

function selectColumn(selection: Selection): Column<JobRow> {
  return {
    key: "select",
    header: jobs.columns.select,
    bare: true,
    cell: (row) =>
      (mayCancel(row) || mayRetry(row) || selection.has(row.id)) && (
        <label
          className="-m-2 grid size-8 cursor-pointer place-items-center pointer-coarse:-m-3 pointer-coarse:size-11"
          onPointerDown={(event) => event.stopPropagation()}
        >
          <input
            type="checkbox"
            data-row-select
            aria-label={jobs.select(row.id)}
            checked={selection.has(row.id)}
            onClick={(event) => event.stopPropagation()}
            onChange={() => selection.toggle(row)}
            className="size-4 accent-accent @max-2xl:size-6"
          />
        </label>
      ),
    className: cx(inCard.plain, "w-8 @2xl:pr-0"),
  };
}
