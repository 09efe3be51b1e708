import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import Ban from "lucide-react/icons/ban";
import RotateCw from "lucide-react/icons/rotate-cw";
import { lazy, Suspense, useState } from "react";
import { newIdempotencyKey } from "@/api/client";
import { isProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import { isUncertain, type Job, mayCancel, mayRetry } from "./model";
import { jobQuery } from "./queries";
import { jobs, job as text } from "./strings";
import { cancelJob, retryJob } from "./use-job-actions";

const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

/** What can still be done with a job. */
export function JobActions({ job }: { job: Job }) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const cancel = useCancel(job);
  const retry = useRetry(job);
  return (
    <>
      {mayCancel(job) && (
        <Button icon={<Ban size={16} aria-hidden />} busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {text.cancel}
        </Button>
      )}
      {mayRetry(job) && (
        <Button look="primary" icon={<RotateCw size={16} aria-hidden />} onClick={() => setAsking(true)}>
          {text.retry}
        </Button>
      )}
      <Suspense>
        {asking && (
          <ConfirmDialog
            title={text.retryTitle}
            text={isUncertain(job) ? text.retryUncertain : jobs.retryText(1)}
            confirm={text.retry}
            harmless={!isUncertain(job)}
            busy={retry.isPending}
            error={retry.error}
            onConfirm={() => retry.mutate()}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}

function useCancel({ id }: Job) {
  const client = useQueryClient();
  const { queryKey } = jobQuery(id);
  return useMutation({
    mutationFn: () => cancelJob(id),
    onSuccess: ({ state }) => toast(state === "cancelled" ? text.cancelled : text.stopping),
    onError: (error) => {
      toast(isProblem(error, "job_not_cancellable") ? text.tooLate : error.message, { kind: "error" });
    },
    onSettled: () => void client.invalidateQueries({ queryKey }),
  });
}

function useRetry({ id }: Job) {
  const navigate = useNavigate();
  // One key for this page: pressed twice, or again after no answer, it retries once.
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: () => retryJob(id, key),
    onSuccess: ({ job }) => {
      toast(text.retried);
      void navigate({ to: "/jobs/$id", params: { id: job.id } });
    },
  });
}
