import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { toast } from "@/ui/toast";
import type { JobRow } from "./model";
import { jobs } from "./strings";

export type JobAction = "cancel" | "retry";

export const cancelJob = (id: string) => data(api.POST("/v1/jobs/{id}/cancel", { params: { path: { id } } }));

export const retryJob = (id: string, key: string) =>
  data(api.POST("/v1/jobs/{id}/retry", { params: { path: { id } }, headers: idempotent(key) }));

/** Requests at a time: the API bounds those of one account. */
const AT_ONCE = 4;

interface Outcome {
  done: number;
  refused: Error[];
}

async function actOnEach(rows: readonly JobRow[], act: (row: JobRow) => Promise<unknown>): Promise<Outcome> {
  const outcome: Outcome = { done: 0, refused: [] };
  const waiting = [...rows];
  const work = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      try {
        await act(row);
        outcome.done += 1;
      } catch (error) {
        outcome.refused.push(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;
}

/** Cancels or retries each of some jobs, and says how many were refused. `onDone` runs once each had its answer. */
export function useJobActions(onDone: () => void) {
  const client = useQueryClient();
  // A job keeps its key while the page is open: pressed again after a lost answer, it is retried once.
  const keys = useRef(new Map<string, string>());
  const keyOf = (id: string) => {
    const key = keys.current.get(id) ?? newIdempotencyKey();
    keys.current.set(id, key);
    return key;
  };
  return useMutation({
    mutationFn: ({ action, rows }: { action: JobAction; rows: readonly JobRow[] }) =>
      actOnEach(rows, ({ id }) => (action === "cancel" ? cancelJob(id) : retryJob(id, keyOf(id)))),
    onSuccess: ({ done, refused }, { action }) => {
      const words = jobs.done[action](done);
      const [first] = refused;
      if (first) toast(jobs.someFailed(words, refused.length, first.message), { kind: "error" });
      else toast(words);
      void client.invalidateQueries({ queryKey: ["jobs"] });
      onDone();
    },
  });
}
