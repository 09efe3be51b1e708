import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { api, data } from "@/api/client";
import { getSession, subscribeSession } from "@/api/session";
import type { ChatMessage, Conversation } from "@/features/chat/model";
import { onAccepted } from "@/features/chat/outbox";
import { usageQuery } from "@/features/plan/queries";
import { refetchSoon } from "@/live/apply";
import { followJob } from "@/live/job-stream";
import { type Answer, advance, cursorOf, isOver, type Job, startOf } from "./answer";

// Answers in progress, by job: returning to a chat shows the text so far, and continues.
const answers = new Map<string, Answer>();
const listeners = new Set<() => void>();
const MOST_KEPT = 50;

function put(answer: Answer): void {
  answers.delete(answer.job.id);
  answers.set(answer.job.id, answer);
  const oldest = answers.keys().next();
  if (answers.size > MOST_KEPT && !oldest.done) answers.delete(oldest.value);
  for (const listener of listeners) listener();
}

subscribeSession(() => {
  if (getSession().status === "anonymous") answers.clear();
});

const jobKey = (message: string) => ["assistant", "job", message] as const;

/**
 * The newest job of a question, null if unknown. Posting the question again under the same `client_id` creates nothing:
 * the server returns the first question and its job.
 */
const jobQuery = ({ id, conversation_id, client_id, body }: ChatMessage) =>
  queryOptions({
    queryKey: jobKey(id),
    queryFn: async (): Promise<Job | null> => {
      if (!client_id) return null;
      const answer = await data(
        api.POST("/v1/conversations/{id}/messages", {
          params: { path: { id: conversation_id } },
          body: { body, client_id },
        }),
      );
      return "job" in answer ? (answer.job ?? null) : null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Remembers the job of a question that was just accepted, or posted again. */
export function rememberJob(client: QueryClient, message: string, job: Job): void {
  client.setQueryData<Job | null>(jobKey(message), job);
}

/** Registers for accepted questions while a page of the assistant is open. */
export function useAccepted(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      onAccepted(({ message, job }) => {
        if (job) rememberJob(client, message.id, job);
        refetchSoon(client, usageQuery.queryKey);
      }),
    [client],
  );
}

/** The last question of a chat, if unanswered. */
export function openQuestion({ last_message: last }: Conversation): ChatMessage | undefined {
  return last && last.role === "user" && last.status !== "deleted" ? last : undefined;
}

/** The answer in progress to a question: `null` if there is none, `undefined` while that is being determined. */
export function useAnswer(question: ChatMessage | undefined): Answer | null | undefined {
  const client = useQueryClient();
  const query = useQuery({
    ...jobQuery(question ?? ({ id: "" } as ChatMessage)),
    enabled: question !== undefined,
  });
  const job = question ? query.data : undefined;
  const known = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => (job ? answers.get(job.id) : undefined),
  );
  const answer = job ? (known ?? startOf(job)) : job;
  const following = job && answer && !isOver(answer) ? job.id : undefined;
  const conversation = question?.conversation_id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one stream for a job; `job` changes with each of its events
  useEffect(() => {
    if (!following || !job || !conversation) return;
    const end = new AbortController();
    const now = () => answers.get(following) ?? startOf(job);
    void followJob(
      following,
      {
        cursor: () => cursorOf(now()),
        onEvent: (event) => put(advance(now(), event)),
        isOver: () => isOver(now()),
      },
      end.signal,
    ).then(() => {
      if (end.signal.aborted) return;
      refetchSoon(client, usageQuery.queryKey);
      // The answer arrives as a message, by the socket; this covers a closed socket.
      refetchSoon(client, ["chat", "one", conversation]);
    });
    return () => end.abort();
  }, [following, client, conversation]);
  if (query.error && query.data === undefined) return null;
  return answer;
}
