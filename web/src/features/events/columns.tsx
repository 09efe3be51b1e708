import { cx } from "@/lib/cx";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import type { Shown } from "./event-dialog";
import { events } from "./strings";
import { lineOf } from "./tail";

export const eventCard =
  "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3";

export const eventColumns = (onOpen: (event: Shown) => void): readonly Column<Shown>[] => [
  {
    key: "type",
    header: events.type,
    primary: true,
    cell: (row) => (
      <button
        type="button"
        data-row-link
        aria-label={events.open(row.type)}
        onClick={(event) => {
          event.stopPropagation();
          onOpen(row);
        }}
        className="scroll-my-20 rounded text-left font-mono text-sm whitespace-nowrap @max-2xl:whitespace-normal @max-2xl:wrap-anywhere pointer-coarse:min-h-6"
      >
        {row.type}
      </button>
    ),
  },
  {
    key: "data",
    header: events.data,
    cell: (row) => <span className="line-clamp-1 font-mono text-xs break-all">{lineOf(row)}</span>,
    className: cx(inCard.plain, "w-full text-muted @max-2xl:col-span-2 @max-2xl:row-start-2"),
  },
  {
    key: "time",
    header: events.time,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: cx(
      inCard.plain,
      inCard.small,
      "@max-2xl:col-start-2 @max-2xl:row-start-1 @max-2xl:justify-end",
    ),
  },
];
