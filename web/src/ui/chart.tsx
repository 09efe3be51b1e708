import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "./button";
import { ui } from "./strings";
import { type Column, Table } from "./table";

const Plot = lazy(() => import("./plot"));

export interface Series {
  label: string;
  /** A token such as "--accent". */
  colour: string;
  values: readonly (number | null)[];
}

export interface ChartProps {
  title: string;
  /** One sentence made from the data, which says what the picture shows. */
  summary: string;
  /** Seconds since the epoch, rising. */
  times: readonly number[];
  series: readonly Series[];
  form: "step" | "line" | "bars";
  formatValue: (value: number) => string;
  formatX: (seconds: number) => string;
  height?: number;
  aside?: ReactNode;
}

interface Point {
  time: number;
  values: (number | null)[];
}

/** A chart over time: picture, sentence and table. The picture's library is loaded when it is first shown. */
export function Chart(props: ChartProps) {
  const [table, setTable] = useState(false);
  const { title, summary, times, series, formatValue, formatX, height = 180 } = props;
  const points: Point[] = times.map((time, at) => ({
    time,
    values: series.map((one) => one.values[at] ?? null),
  }));
  const columns: Column<Point>[] = [
    { key: "time", header: "Time", cell: (point) => formatX(point.time), primary: true },
    ...series.map((one, at) => ({
      key: one.label,
      header: one.label,
      numeric: true,
      cell: (point: Point) => {
        const value = point.values[at];
        return value === null || value === undefined ? "–" : formatValue(value);
      },
    })),
  ];
  return (
    <figure className="m-0 grid gap-3">
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
            className="-mr-3"
            aria-pressed={table}
            onClick={() => setTable(!table)}
          >
            {table ? ui.asChart : ui.asTable}
          </Button>
        </div>
      </div>
      {table ? (
        <div className="max-h-72 overflow-y-auto">
          <Table caption={title} columns={columns} rows={points} rowKey={(point) => String(point.time)} />
        </div>
      ) : (
        <Suspense fallback={<div style={{ height }} />}>
          <Plot {...props} height={height} />
        </Suspense>
      )}
    </figure>
  );
}
