import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useNear } from "@/lib/use-near";
import { Button } from "./button";
import { ui } from "./strings";
import { type Column, inCard, Table } from "./table";

const Plot = lazy(() => import("./plot"));

export interface Series {
  label: string;
  /** A token such as "--accent". */
  colour: string;
  values: readonly (number | null)[];
}

export interface ChartProps {
  title: string;
  /** One sentence made from the data, which summarizes the chart. */
  summary: string;
  /** Seconds since the epoch, rising. */
  times: readonly number[];
  series: readonly Series[];
  form: "step" | "line" | "bars";
  formatValue: (value: number) => string;
  formatX: (seconds: number) => string;
  /** For the table, where a day is not exact enough. */
  formatTime?: (seconds: number) => string;
  height?: number;
  aside?: ReactNode;
}

interface Point {
  time: number;
  values: (number | null)[];
}

/**
 * A chart over time: plot, sentence and table. The plot is rendered, and its library loaded, once it is nearly in view.
 */
export function Chart(props: ChartProps) {
  const [table, setTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const near = useNear(figure);
  const { title, summary, times, series, formatValue, formatX, height = 180 } = props;
  const points: Point[] = times.map((time, at) => ({
    time,
    values: series.map((one) => one.values[at] ?? null),
  }));
  const formatTime = props.formatTime ?? formatX;
  const cell = series.length === 1 ? inCard.plain : inCard.stacked;
  const columns: Column<Point>[] = [
    { key: "time", header: ui.time, cell: (point) => formatTime(point.time), primary: true },
    ...series.map((one, at) => ({
      key: one.label,
      header: one.label,
      numeric: true,
      className: cell,
      cell: (point: Point) => {
        const value = point.values[at];
        return value === null || value === undefined ? "–" : formatValue(value);
      },
    })),
  ];
  return (
    <figure ref={figure} className="m-0 grid gap-3">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
        <figcaption className="grid gap-0.5">
          <span className="text-base font-semibold">{title}</span>
          <span className="text-sm text-muted">{summary}</span>
        </figcaption>
        <div className="flex items-center gap-2">
          {props.aside}
          <Button
            size="sm"
            look="quiet"
            className="-mt-1.25 -mr-3 pointer-coarse:-mt-2.75"
            aria-pressed={table}
            onClick={() => setTable(!table)}
          >
            {table ? ui.asChart : ui.asTable}
          </Button>
        </div>
      </div>
      {series.length > 1 && !table && (
        <ul aria-label={ui.legend} className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm text-muted">
          {series.map((one) => (
            <li key={one.label} className="flex items-center gap-2">
              <span
                aria-hidden
                className="size-2.5 rounded-sm"
                style={{ backgroundColor: `var(${one.colour})` }}
              />
              {one.label}
            </li>
          ))}
        </ul>
      )}
      {table ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section aria-label={title} tabIndex={0} className="max-h-72 overflow-y-auto rounded-lg">
          <Table
            caption={title}
            columns={columns}
            rows={points}
            rowKey={(point) => String(point.time)}
            cardClass="@max-2xl:grid @max-2xl:grid-flow-col @max-2xl:grid-cols-[minmax(0,1fr)] @max-2xl:auto-cols-max @max-2xl:gap-x-5 @max-2xl:px-0! @max-2xl:py-1!"
          />
        </section>
      ) : near ? (
        <Suspense fallback={<div aria-busy style={{ height }} />}>
          <Plot {...props} height={height} />
        </Suspense>
      ) : (
        <div style={{ height }} />
      )}
    </figure>
  );
}
