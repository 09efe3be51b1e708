import type { Series } from "./chart";

/**
 * Series as stacked bars: each is the sum of itself and those before it, and the highest is drawn first. An empty value
 * is null, which is not drawn; a bar of 0 would be a dash.
 */
export function stacked(series: readonly Series[]): Series[] {
  return series
    .map((one, at) => ({
      ...one,
      values: one.values.map(
        (_, time) =>
          series.slice(0, at + 1).reduce((sum, { values }) => sum + (values[time] ?? 0), 0) || null,
      ),
    }))
    .reverse();
}
