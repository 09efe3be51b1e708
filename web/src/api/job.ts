import { api, data, preferWait } from "./client";
import type { components } from "./schema";

type Job = components["schemas"]["Job"];

const isOver = ({ state }: Job) => state === "succeeded" || state === "failed" || state === "cancelled";

/**
 * The current state of a job whose response came before its end. A repeated request returns the first response, which
 * may be outdated.
 */
export async function latest(job: Job, seconds: number): Promise<Job> {
  if (isOver(job)) return job;
  const params = { path: { id: job.id } };
  return data(api.GET("/v1/jobs/{id}", { params, headers: preferWait(seconds) }));
}
