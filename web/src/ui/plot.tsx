import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTheme } from "@/lib/theme";
import type { ChartProps } from "./chart";
import { stacked } from "./stack";

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function paths(form: ChartProps["form"]): uPlot.Series.PathBuilder | undefined {
  if (form === "step") return uPlot.paths.stepped?.({ align: 1 });
  if (form === "bars") return uPlot.paths.bars?.({ size: [0.6, 24], radius: 0.15 });
  return uPlot.paths.linear?.();
}

/** Ticks of an axis of whole numbers: counts and credits have no fractions. */
const WHOLE = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** The series in drawing order, one over the other. */
const drawn = ({ form, series }: ChartProps) => (form === "bars" ? stacked(series) : series);

const DIGIT_PX = 7.5;

function options(props: ChartProps & { height: number }, width: number): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: token("--muted"),
    grid: { stroke: token("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  const path = paths(props.form);
  const [first = 0, second = first] = props.times;
  // Bars are centered on their times: without this the first and the last would be cut off.
  const half = props.form === "bars" ? (second - first) / 2 : 0;
  return {
    width,
    height: props.height,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    padding: [8, 8, 0, 0],
    axes: [
      {
        ...axis,
        grid: { show: false },
        values: (_, splits) => splits.map(props.formatX),
        space: 72,
        size: 32,
        gap: 9,
      },
      {
        ...axis,
        values: (_, splits) => splits.map(props.formatValue),
        incrs: WHOLE,
        // As wide as its longest number.
        size: (_, values) => 12 + DIGIT_PX * Math.max(1, ...(values ?? []).map((value) => value.length)),
      },
    ],
    scales: {
      x: { range: (_, low, high) => [low - half, high + half] },
      y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.08 : 1] },
    },
    series: [
      {},
      ...drawn(props).map((one): uPlot.Series => {
        const colour = token(one.colour);
        if (props.form === "bars") {
          return {
            label: one.label,
            fill: colour,
            width: 0,
            points: { show: false },
            ...(path ? { paths: path } : {}),
          };
        }
        return {
          label: one.label,
          stroke: colour,
          width: 1.75,
          points: { show: false },
          ...(props.form === "line" ? {} : { fill: `color-mix(in srgb, ${colour} 16%, transparent)` }),
          ...(path ? { paths: path } : {}),
        };
      }),
    ],
  };
}

/** The plot of a chart. The sentence and the table carry the same information for screen readers. */
export default function Plot(props: ChartProps & { height: number }) {
  const box = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the tokens are
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const data = [props.times, ...drawn(props).map((one) => one.values)] as uPlot.AlignedData;
    const plot = new uPlot(options(props, element.clientWidth), data, element);
    const resize = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: props.height }),
    );
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [props, theme]);
  return <div ref={box} aria-hidden className="w-full overflow-hidden" style={{ height: props.height }} />;
}
