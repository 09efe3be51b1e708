import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type ChatMessage, messageIn, pageOf } from "./model";
import { firstSeqQuery, messagesQuery } from "./queries";

/** A page is fetched once the visible range has been stable for this long, so that fast scrolling costs nothing. */
const STILL_MS = 80;
/** Messages beyond the visible range whose page is fetched too. */
const AHEAD = 15;

/** Pages around the visible range. */
export interface Range {
  from: number;
  to: number;
}

/** The pages of the visible messages `first` to `last`, and of those nearby. */
export const rangeOf = (first: number, last: number, lastSeq: number): Range => ({
  from: pageOf(Math.max(1, first - AHEAD)),
  to: pageOf(Math.max(1, Math.min(lastSeq, last + AHEAD))),
});

/** The number of the first message, once known. */
export function useFirstSeq(id: string, lastSeq: number): number | undefined {
  // If all messages are on one page, it has the first.
  const single = pageOf(lastSeq) === 0;
  const first = useQuery({ ...firstSeqQuery(id), enabled: !single });
  const page = useQuery({ ...messagesQuery(id, 0), enabled: single && lastSeq > 0 });
  if (lastSeq === 0) return 1;
  return single ? page.data?.messages[0]?.seq : first.data;
}

/** The messages around the visible range, and those of the newest page. */
export function useMessages(id: string, lastSeq: number, range: Range | undefined) {
  const newest = pageOf(Math.max(1, lastSeq));
  const [pages, setPages] = useState<readonly number[]>([]);
  const { from, to } = range ?? {};
  useEffect(() => {
    if (from === undefined || to === undefined) return;
    const wanted = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
    const timer = setTimeout(() => setPages(wanted), STILL_MS);
    return () => clearTimeout(timer);
  }, [from, to]);
  const all = [...new Set([...pages, newest])].sort((a, b) => a - b);
  const results = useQueries({
    queries: all.map((page) => ({ ...messagesQuery(id, page), enabled: lastSeq > 0 })),
  });
  const byPage = new Map(all.map((page, at) => [page, results[at]]));
  const failed = results.find((result) => result.error && !result.data);
  return {
    at: (seq: number): ChatMessage | undefined => messageIn(byPage.get(pageOf(seq))?.data, seq),
    isReady: lastSeq === 0 || byPage.get(newest)?.data !== undefined,
    isFetching: results.some((result) => result.isFetching),
    error: failed?.error ?? undefined,
    retry: () => {
      for (const result of results) if (result.error) void result.refetch();
    },
  };
}
