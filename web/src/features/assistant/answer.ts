import type { components } from "@/api/schema";
import type { JobEvent } from "@/live/job-stream";

export type Job = components["schemas"]["Job"];

/** An answer in progress. */
export interface Answer {
  job: Job;
  /** The model's attempt that produced the text. */
  attempt: number;
  text: string;
  /** Code points of the text: the offset at which the stream resumes. */
  length: number;
}

export const startOf = (job: Job): Answer => ({ job, attempt: 0, text: "", length: 0 });

const ENDS = ["succeeded", "failed", "cancelled"];

export const isOver = ({ job }: Answer): boolean => ENDS.includes(job.state);

/** An answer after an event of its job. Repeated pieces and those of an earlier attempt change nothing. */
export function advance(answer: Answer, { type, data }: JobEvent): Answer {
  if (type === "job") {
    const job = data as unknown as Job;
    return isOver(answer) && !ENDS.includes(job.state) ? answer : { ...answer, job };
  }
  const attempt = Number(data.attempt);
  if (type === "completion.reset") {
    return attempt > answer.attempt ? { ...answer, attempt, text: "", length: 0 } : answer;
  }
  if (type !== "completion.delta" || attempt < answer.attempt) return answer;
  const before = attempt > answer.attempt ? { ...answer, attempt, text: "", length: 0 } : answer;
  const text = String(data.text);
  if (Number(data.offset) !== before.length) return answer;
  return { ...before, text: before.text + text, length: before.length + [...text].length };
}

/** The offset at which the stream resumes, in the form of `Last-Event-ID`. */
export const cursorOf = ({ attempt, length }: Answer): string | undefined =>
  attempt === 0 ? undefined : `${attempt}:${length}`;
