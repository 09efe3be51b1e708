import type { components } from "@/api/schema";
import type { JobEvent } from "@/live/job-stream";

export type Job = components["schemas"]["Job"];

/** An answer as far as it has come. */
export interface Answer {
  job: Job;
  /** The model's attempt that the text is of. */
  attempt: number;
  text: string;
  /** Code points of the text: the place that the stream goes on from. */
  length: number;
}

export const startOf = (job: Job): Answer => ({ job, attempt: 0, text: "", length: 0 });

const ENDS = ["succeeded", "failed", "cancelled"];

export const isOver = ({ job }: Answer): boolean => ENDS.includes(job.state);

/** An answer after an event of its job. Pieces that come a second time, or of an earlier attempt, change nothing. */
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

/** The place in the text that the stream goes on from, as `Last-Event-ID` has it. */
export const cursorOf = ({ attempt, length }: Answer): string | undefined =>
  attempt === 0 ? undefined : `${attempt}:${length}`;
