import { useMutation, useQueryClient } from "@tanstack/react-query";
import RotateCw from "lucide-react/icons/rotate-cw";
import { useDeferredValue, useState } from "react";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import type { ChatMessage } from "@/features/chat/model";
import { post } from "@/features/chat/outbox";
import { Button } from "@/ui/button";
import { FormError } from "@/ui/states";
import { type Answer, isOver, type Job } from "./answer";
import { AnswerText } from "./answer-text";
import { rememberJob } from "./answers";
import { AnswerFrame } from "./message-row";
import { assistant } from "./strings";

interface Props {
  question: ChatMessage;
  answer: Answer | null | undefined;
}

/** The row below an unanswered question: the partial answer, or the reason for its absence. */
export function GrowingAnswer({ question, answer }: Props) {
  const text = useDeferredValue(answer?.text ?? "");
  if (answer === undefined) return null;
  if (answer === null) {
    return (
      <AnswerFrame label={assistant.answer}>
        <p className="text-muted">{assistant.noAnswer}</p>
      </AnswerFrame>
    );
  }
  const { state } = answer.job;
  if (state === "failed" || state === "cancelled") return <Ended question={question} job={answer.job} />;
  return (
    <AnswerFrame label={assistant.answer}>
      {text !== "" && <AnswerText text={text} />}
      {!isOver(answer) && (
        <p role="status" className="flex items-center gap-2 text-sm text-muted">
          <span aria-hidden className="size-2 animate-pulse rounded-full bg-accent" />
          {progressOf(answer)}
        </p>
      )}
    </AnswerFrame>
  );
}

function progressOf({ job, text }: Answer): string {
  if (job.state === "queued") return assistant.waiting;
  if (job.state === "retrying") return assistant.retrying;
  return text === "" ? assistant.thinking : assistant.writing;
}

function reasonOf({ error }: Job): string {
  return assistant.reasons[error?.code ?? ""] ?? assistant.otherReason;
}

function Ended({ question, job }: { question: ChatMessage; job: Job }) {
  const client = useQueryClient();
  // One key per answer: pressed twice, or again after a lost response, it asks once.
  const [key] = useState(newIdempotencyKey);
  const retry = useMutation({
    mutationFn: () =>
      data(api.POST("/v1/jobs/{id}/retry", { params: { path: { id: job.id } }, headers: idempotent(key) })),
    onSuccess: (accepted) => rememberJob(client, question.id, accepted.job),
  });
  const stopped = job.state === "cancelled";
  // A stopped job cannot be retried, so the question is sent again.
  const again = () => (stopped ? post(client, question.conversation_id, question.body) : retry.mutate());
  return (
    <AnswerFrame label={assistant.answer}>
      <div className="flex flex-wrap items-center gap-3 rounded-lg bg-sunken px-3 py-2.5">
        <p role="status" className="grow">
          {stopped ? assistant.stopped : assistant.failed(reasonOf(job))}
        </p>
        <Button size="sm" icon={<RotateCw size={14} aria-hidden />} busy={retry.isPending} onClick={again}>
          {assistant.again}
        </Button>
      </div>
      {retry.error && <FormError>{retry.error.message}</FormError>}
    </AnswerFrame>
  );
}
