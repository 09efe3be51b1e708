import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";
import type { Family } from "./tail";

export type Event = components["schemas"]["Event"];

const PAGE = 50;
/** With a filter a page may be empty before the end: at most this many pages are read to find the next match. */
const MOST_ROUNDS = 20;

/**
 * A page of the log after a cursor, and whether there may be more. The end has a cursor too, which points to itself.
 */
async function readLog(family: Family | undefined, cursor: string | undefined, signal: AbortSignal) {
  let after = cursor;
  for (let round = 1; ; round += 1) {
    const query = { limit: PAGE, after, ...(family && { types: `${family}.*` }) };
    const page = await data(api.GET("/v1/events", { params: { query }, signal }));
    const atEnd = page.next_cursor === after;
    if (page.data.length > 0 || atEnd || round === MOST_ROUNDS) {
      return { ...page, more: !atEnd && (page.data.length === PAGE || family !== undefined) };
    }
    after = page.next_cursor;
  }
}

/** The log from its beginning, oldest first. */
export const logQuery = (family: Family | undefined) =>
  infiniteQueryOptions({
    queryKey: ["events", { family }],
    queryFn: ({ pageParam, signal }) => readLog(family, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ more, next_cursor }) => (more ? next_cursor : undefined),
    staleTime: 0,
  });
