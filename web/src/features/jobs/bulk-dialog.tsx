import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { isProblem } from "@/api/problem";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState, FormError, Skeleton } from "@/ui/states";
import { ui } from "@/ui/strings";
import {
  type BulkAction,
  type BulkScope,
  bulkOutcomeOf,
  confirmedCountsQuery,
  type JobCounts,
  matchedBy,
} from "./bulk";
import { BulkResult } from "./bulk-result";
import { isOver, type JobRow } from "./model";
import { Progress } from "./progress";
import { jobQuery } from "./queries";
import { bulk as text } from "./strings";
import { useFollowedJob } from "./use-followed-job";
import { cancelJob } from "./use-job-actions";

interface Props {
  action: BulkAction;
  scope: BulkScope;
  /** Which jobs these are, where no list with filters shows it. */
  about?: string | undefined;
  onClose: () => void;
}

/** Asks about all jobs that match as of now, then shows the progress and the result of the job that changes them. */
export default function BulkDialog({ action, onClose, ...which }: Props) {
  const [job, setJob] = useState<JobRow>();
  return job ? (
    <Running action={action} id={job.id} onClose={onClose} />
  ) : (
    <Confirm action={action} {...which} onClose={onClose} onStart={setJob} />
  );
}

function Confirm({ action, scope, about, onClose, onStart }: Props & { onStart: (job: JobRow) => void }) {
  const counts = useQuery(confirmedCountsQuery(scope));
  const start = useStart(action, scope, onStart, () => void counts.refetch());
  const matched = counts.data && matchedBy(action, scope.state, counts.data);
  const count = matched?.count ?? 0;
  const isPossible = matched !== undefined && !matched.capped && count > 0;
  const words = formatNumber(count);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={text[action].title}
      description={text[action].consequences}
      actions={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button
            look={action === "cancel" ? "danger" : "primary"}
            disabled={!isPossible}
            busy={start.isPending || counts.isFetching}
            onClick={() => counts.data && start.mutate({ counts: counts.data, expected: count })}
          >
            {matched ? text[action].confirm(count, words) : text[action].counting}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {about && <p className="font-medium">{about}</p>}
        {matched ? (
          <p aria-live="polite">
            {matched.capped ? text.tooMany(words) : count === 0 ? text.nothing : text.matching(count, words)}
          </p>
        ) : counts.error ? (
          <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />
        ) : (
          <Skeleton className="h-6 w-48" />
        )}
        {start.error && <FormError>{start.error.message}</FormError>}
      </div>
    </Dialog>
  );
}

function useStart(
  action: BulkAction,
  scope: BulkScope,
  onStart: (job: JobRow) => void,
  onCountChanged: () => void,
) {
  // One key for the dialog: pressed again after a lost answer, it starts one job.
  const [key, setKey] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: ({ counts, expected }: { counts: JobCounts; expected: number }) => {
      const body = { action, filter: scope, as_of: counts.as_of, expected };
      return data(api.POST("/v1/jobs/bulk", { body, headers: idempotent(key) }));
    },
    onSuccess: ({ job }) => onStart(job),
    onError: (error) => {
      if (isProblem(error) && !error.retryable) setKey(newIdempotencyKey());
      if (isProblem(error, "bulk_count_changed")) onCountChanged();
    },
  });
}

function Running({ action, id, onClose }: { action: BulkAction; id: string; onClose: () => void }) {
  useFollowedJob(id);
  const job = useQuery(jobQuery(id)).data;
  const stop = useMutation({ mutationFn: () => cancelJob(id) });
  const over = job !== undefined && isOver(job);
  const outcome = job && bulkOutcomeOf(job);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={over ? text.over[job.state === "succeeded" ? action : "stopped"] : text[action].running}
      description={over ? undefined : text.goesOn}
      actions={
        <>
          {!over && (
            <Button
              busy={stop.isPending || stop.isSuccess}
              onClick={() => stop.mutate()}
              disabled={job === undefined}
            >
              {text.stop}
            </Button>
          )}
          <Button look="primary" onClick={onClose}>
            {ui.close}
          </Button>
        </>
      }
    >
      <div className="grid gap-4" aria-live="polite">
        {!over && <Progress percent={job?.progress ?? 0} />}
        {outcome && <BulkResult outcome={outcome} />}
        {over && job.state === "failed" && job.error && <FormError>{job.error.message}</FormError>}
        {over && job.state === "cancelled" && <p>{text.stoppedText}</p>}
        {stop.error && <FormError>{stop.error.message}</FormError>}
        <p>
          <Link to="/jobs/$id" params={{ id }} className="link">
            {text.openJob}
          </Link>
        </p>
      </div>
    </Dialog>
  );
}
