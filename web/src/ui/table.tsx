import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Skeleton } from "./states";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers are right-aligned. */
  numeric?: boolean;
  /** The card's heading, above the rest and without its column header. One column has it. */
  primary?: boolean;
  /** A header for screen readers only: the column's content, such as a button, needs none. */
  bare?: boolean;
  className?: string;
}

export interface TableProps<Row> {
  /** The table's caption, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** Opens a row. The primary cell should also hold a link: a row is not a keyboard control. */
  onOpen?: (row: Row) => void;
  selected?: string | undefined;
  /** The layout of a row as a card, such as a grid, in place of one line per cell. */
  cardClass?: string;
  /** Number of skeleton rows while `rows` is undefined. */
  skeletonRows?: number;
}

const cellClass = (numeric?: boolean) =>
  cx(
    "px-4 py-2.5 align-middle @2xl:first:pl-5 @2xl:last:pr-5 @max-2xl:empty:hidden",
    // In a card: the header to the left of the value.
    "@max-2xl:flex @max-2xl:items-baseline @max-2xl:justify-between @max-2xl:gap-4 @max-2xl:px-0 @max-2xl:py-1",
    "@max-2xl:before:shrink-0 @max-2xl:before:text-sm @max-2xl:before:text-muted @max-2xl:before:content-[attr(data-label)]",
    numeric && "@2xl:text-right tabular-nums",
  );

/** For cells of cards: the header above the value, the value alone, or small beside more important ones. */
export const inCard = {
  stacked: "@max-2xl:flex-col @max-2xl:items-start @max-2xl:gap-0!",
  plain: "@max-2xl:before:hidden",
  small: "@max-2xl:text-sm @max-2xl:text-muted",
};

/**
 * A table that turns into cards if its container is narrow (a container query: the container's width counts, not the
 * window's). Explicit roles keep it a table for assistive technology.
 */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  onOpen,
  selected,
  cardClass = "@max-2xl:block",
  skeletonRows = 8,
}: TableProps<Row>) {
  return (
    <div className="@container">
      {/* biome-ignore-start lint/a11y/noRedundantRoles: `display: flex` of the cards removes the roles */}
      <table role="table" className="w-full border-collapse text-base @max-2xl:block">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup" className="@max-2xl:sr-only">
          <tr role="row" className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column.key}
                role="columnheader"
                scope="col"
                className={cx(
                  "px-4 py-2 first:pl-5 last:pr-5 text-left text-sm font-medium whitespace-nowrap text-muted",
                  column.numeric && "text-right",
                )}
              >
                {column.bare ? <span className="sr-only">{column.header}</span> : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="@max-2xl:block">
          {rows
            ? rows.map((row) => {
                const key = rowKey(row);
                return (
                  <tr
                    key={key}
                    role="row"
                    aria-selected={selected === undefined ? undefined : selected === key}
                    onClick={onOpen && (() => onOpen(row))}
                    className={cx(
                      "border-b border-line last:border-b-0 @max-2xl:px-4 @max-2xl:py-3",
                      cardClass,
                      onOpen && "cursor-pointer focus-within:bg-hover hover:bg-hover",
                      selected === key && "bg-accent-soft",
                    )}
                  >
                    {columns.map((column) => (
                      <td
                        key={column.key}
                        role="cell"
                        data-label={column.primary || column.bare ? undefined : column.header}
                        className={cx(
                          cellClass(column.numeric),
                          column.primary && "@max-2xl:pb-1.5 @max-2xl:font-medium @max-2xl:before:hidden",
                          column.className,
                        )}
                      >
                        {column.cell(row)}
                      </td>
                    ))}
                  </tr>
                );
              })
            : Array.from({ length: skeletonRows }, (_, at) => (
                <tr
                  key={at}
                  role="row"
                  className={cx("border-b border-line @max-2xl:px-4 @max-2xl:py-3", cardClass)}
                >
                  {columns.map((column) => (
                    <td
                      key={column.key}
                      role="cell"
                      className={cx(cellClass(column.numeric), column.className)}
                    >
                      <Skeleton className="my-0.5 h-5 w-3/4 min-w-12" />
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
    </div>
  );
}
