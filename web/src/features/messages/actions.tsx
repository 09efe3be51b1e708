import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import Ban from "lucide-react/icons/ban";
import RotateCw from "lucide-react/icons/rotate-cw";
import { lazy, Suspense, useState } from "react";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { isProblem } from "@/api/problem";
import type { Job } from "@/features/jobs/model";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import { contactOf, type Message, mayBeCancelled } from "./model";
import { messageQuery } from "./queries";
import { message as text } from "./strings";

const SendAgain = lazy(() => import("./send-again"));

/** Actions on a sent message. */
export function Actions({ message, job }: { message: Message; job: Job | undefined }) {
  const [asking, setAsking] = useState(false);
  const cancel = useCancel(message);
  const again = useSendAgain(message);
  const uncertain = message.status === "unknown" || job?.error?.code === "outcome_unknown";
  // Only a failed job can be retried; the job of a message that failed later, at the provider, has succeeded.
  const mayRetry = job?.state === "failed";
  return (
    <>
      {mayBeCancelled(message) && (
        <Button icon={<Ban size={16} aria-hidden />} busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {text.cancel}
        </Button>
      )}
      {mayRetry && (
        <Button
          look="primary"
          icon={<RotateCw size={16} aria-hidden />}
          busy={again.isPending}
          onClick={() => (uncertain ? setAsking(true) : again.mutate())}
        >
          {text.sendAgain}
        </Button>
      )}
      <Suspense>
        {asking && (
          <SendAgain
            contact={contactOf(message)}
            busy={again.isPending}
            onSend={() => again.mutate()}
            onClose={() => setAsking(false)}
          />
        )}
      </Suspense>
    </>
  );
}

function useCancel({ id }: Message) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => data(api.POST("/v1/messages/{id}/cancel", { params: { path: { id } } })),
    onSuccess: (cancelled) => {
      client.setQueryData(messageQuery(id).queryKey, cancelled);
      toast(text.cancelled);
    },
    onError: (error) => {
      toast(isProblem(error, "job_not_cancellable") ? text.tooLate : error.message, { kind: "error" });
      void client.invalidateQueries({ queryKey: messageQuery(id).queryKey });
    },
  });
}

function useSendAgain({ job_id }: Message) {
  const navigate = useNavigate();
  const client = useQueryClient();
  // One key per page: pressed twice, or again after a lost response, it sends once.
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: () =>
      data(
        api.POST("/v1/jobs/{id}/retry", { params: { path: { id: job_id ?? "" } }, headers: idempotent(key) }),
      ),
    onSuccess: (accepted) => {
      const { id } = accepted.message;
      void client.invalidateQueries({ queryKey: ["messages"], refetchType: "none" });
      void navigate({ to: "/messages/$id", params: { id } });
    },
    onError: (error) => toast(error.message, { kind: "error" }),
  });
}
