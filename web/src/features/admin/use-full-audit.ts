import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { isProblem } from "@/api/problem";
import { isOver } from "@/features/jobs/model";
import { jobQuery } from "@/features/jobs/queries";
import { useFollowedJob } from "@/features/jobs/use-followed-job";
import type { Proof } from "./queries";

/** Starts a full audit, which is a job, and follows it to its end. */
export function useFullAudit() {
  const client = useQueryClient();
  const [key, setKey] = useState(newIdempotencyKey);
  const [id, setId] = useState<string>();
  const start = useMutation({
    mutationFn: () => data(api.POST("/v1/ledger/audits", { body: { full: true }, headers: idempotent(key) })),
    onSuccess: ({ job }) => {
      setId(job.id);
      setKey(newIdempotencyKey());
    },
    onError: (error) => {
      if (isProblem(error) && !error.retryable) setKey(newIdempotencyKey());
    },
  });
  useFollowedJob(id);
  const job = useQuery({ ...jobQuery(id ?? ""), enabled: id !== undefined }).data;
  const over = job !== undefined && isOver(job);
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: ["ledger"] });
  }, [over, client]);
  return {
    start: () => start.mutate(),
    isRunning: start.isPending || (id !== undefined && !over),
    error: start.error?.message ?? job?.error?.message,
    /** The result of the latest one. */
    proof: over && job.state === "succeeded" ? (job.result as Proof | null) : null,
  };
}
