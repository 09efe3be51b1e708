import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api, data } from "@/api/client";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import { liveQueuesQuery, type QueueStatus } from "./queries";
import { queues as text } from "./strings";

const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

/** Pauses a queue after confirmation, or resumes it. */
export function QueuePause({ row: { queue, paused } }: { row: QueueStatus }) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const change = useChange(queue, close);
  if (paused) {
    return (
      <Button
        size="sm"
        aria-label={text.resumeLabel(queue)}
        busy={change.isPending}
        onClick={() => change.mutate(false)}
      >
        {text.resume}
      </Button>
    );
  }
  return (
    <>
      <Button size="sm" aria-label={text.pauseLabel(queue)} onClick={() => setAsking(true)}>
        {text.pause}
      </Button>
      <Suspense>
        {asking && (
          <ConfirmDialog
            title={text.pauseTitle(queue)}
            text={text.pauseText}
            confirm={text.pause}
            busy={change.isPending}
            error={change.error}
            onConfirm={() => change.mutate(true)}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}

function useChange(queue: string, onDone: () => void) {
  const client = useQueryClient();
  const { queryKey } = liveQueuesQuery;
  return useMutation({
    mutationFn: (paused: boolean) =>
      data(api.PATCH("/v1/queues/{queue}", { params: { path: { queue } }, body: { paused } })),
    onSuccess: (changed) => {
      client.setQueryData(queryKey, (old) =>
        old ? { ...old, data: old.data.map((row) => (row.queue === queue ? changed : row)) } : old,
      );
      void client.invalidateQueries({ queryKey });
      toast(changed.paused ? text.isPaused(queue) : text.isResumed(queue));
      onDone();
    },
    onError: (error, paused) => {
      // The dialog shows why it failed; without one a toast does.
      if (!paused) toast(error.message, { kind: "error" });
    },
  });
}
