import { api, data, preferWait } from "./client";
import type { components } from "./schema";

type Job = components["schemas"]["Job"];

const isOver = ({ state }: Job) => state === "succeeded" || state === "failed" || state === "cancelled";

/**
 * The job as it is now, where an answer came before its end. A request that is sent again is answered with what was
 * answered first, which knows nothing of what came after it.
 */
export async function latest(job: Job, seconds: number): Promise<Job> {
  if (isOver(job)) return job;
  const params = { path: { id: job.id } };
  return data(api.GET("/v1/jobs/{id}", { params, headers: preferWait(seconds) }));
}
