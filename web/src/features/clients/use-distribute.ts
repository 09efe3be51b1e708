import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, data, idempotent, newIdempotencyKey, preferWait } from "@/api/client";
import { latest } from "@/api/job";
import { isProblem } from "@/api/problem";
import type { Row } from "./csv";
import { many } from "./strings";

export interface Outcome {
  credits: number;
  count: number;
  /** False while its job is running. */
  done: boolean;
}

export type Distribute = UseMutationResult<Outcome, Error, readonly Row[]>;

/** Seconds that the request waits for the job; even a thousand rows take less. */
const WAIT_SECONDS = 20;

/** Sends checked rows as one request. Repeated after a lost response, it moves credits once. */
export function useDistribute(): Distribute {
  const cache = useQueryClient();
  const [keys] = useState(() => new Map<string, string>());
  return useMutation({
    mutationFn: async (rows: readonly Row[]) => {
      const items = rows.map(({ id = "", credits, note }) => ({
        business_owner_id: id,
        credits: Number(credits),
        note: note || null,
      }));
      const content = JSON.stringify(items);
      const key = keys.get(content) ?? newIdempotencyKey();
      keys.set(content, key);
      const headers = { ...idempotent(key), ...preferWait(WAIT_SECONDS) };
      const sent = api.POST("/v1/credit-distributions/bulk", { body: { items }, headers });
      const accepted = await data(sent).catch((error: unknown) => {
        // The outcome is known, so the same rows may be sent under a new key, such as after a recharge.
        if (isProblem(error) && error.code !== "offline" && !error.retryable) keys.delete(content);
        throw error;
      });
      const job = await latest(accepted.job, WAIT_SECONDS);
      if (job.state === "failed" || job.state === "cancelled") {
        keys.delete(content);
        throw new Error(`${many.failed}. ${job.error?.message ?? ""}`.trim());
      }
      const credits = items.reduce((sum, item) => sum + item.credits, 0);
      return { credits, count: items.length, done: job.state === "succeeded" };
    },
    onSuccess: () => {
      for (const queryKey of [["clients"], ["client"], ["distributions"]]) {
        void cache.invalidateQueries({ queryKey });
      }
    },
  });
}
