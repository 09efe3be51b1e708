import type { components } from "@/api/schema";
import { jobs } from "./strings";

export type Job = components["schemas"]["Expanded"];
export type JobRow = components["schemas"]["Job"];
export type Attempt = components["schemas"]["Attempt"];

const COMPLETION = "completion.generate";
/** Kinds that can be repeated: sends, and questions to the assistant. */
const RETRYABLE: readonly string[] = ["message.send", "whatsapp.deliver", COMPLETION];

type Known = Pick<JobRow, "kind" | "state" | "error">;

export function kindName(kind: string): string {
  return jobs.kinds[kind] ?? kind;
}

export function isOver({ state }: Pick<JobRow, "state">): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}

/** Whether it can be cancelled: what waits, and an answer of the assistant that is being written. */
export function mayCancel({ kind, state }: Known): boolean {
  return state === "queued" || state === "retrying" || (state === "running" && kind === COMPLETION);
}

export const isRetryable = (kind: string): boolean => RETRYABLE.includes(kind);

export function mayRetry({ kind, state }: Known): boolean {
  return state === "failed" && isRetryable(kind);
}

/** Whether nobody knows if it went out: a retry may send it twice. */
export function isUncertain({ error }: Known): boolean {
  return error?.code === "outcome_unknown";
}
