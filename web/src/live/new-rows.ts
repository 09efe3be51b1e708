import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { watchLive } from "./apply";
import type { LiveEvent } from "./event";

/** More new rows than this are "50 or more". */
export const MOST_NEW = 50;

/** Shows a list from its first page again. What is shown stays until the answer is there. */
export async function reloadPages(client: QueryClient, queryKey: QueryKey): Promise<void> {
  client.setQueryData<InfiniteData<unknown>>(
    queryKey,
    (old) => old && { pages: old.pages.slice(0, 1), pageParams: old.pageParams.slice(0, 1) },
  );
  await client.refetchQueries({ queryKey, exact: true });
}

interface Options {
  /** The list: with another one the count begins anew. */
  queryKey: QueryKey;
  rows: readonly { id: string }[] | undefined;
  paused: boolean;
  /** Whether an event announces a row that the list would show. */
  announces: (event: LiveEvent) => boolean;
  /** Called where an empty list has new rows: it shows them by itself, unless it is paused. */
  onEmpty: () => void;
}

/** How many rows were announced by events that the list does not show yet. */
export function useNewRows({ queryKey, rows, paused, announces, onEmpty }: Options): number {
  const [ids, setIds] = useState<readonly string[]>([]);
  const key = JSON.stringify(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew
  useEffect(() => {
    setIds([]);
    return watchLive((events) => {
      const fresh = events.filter(announces).map((event) => String(event.data.id));
      if (fresh.length > 0) setIds((old) => [...new Set([...old, ...fresh])].slice(-MOST_NEW));
    });
  }, [key]);
  const isEmpty = rows?.length === 0 && !paused;
  const waiting = rows ? ids.filter((id) => !rows.some((row) => row.id === id)).length : 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each new row
  useEffect(() => {
    if (isEmpty && waiting > 0) onEmpty();
  }, [isEmpty, waiting]);
  return isEmpty ? 0 : waiting;
}
