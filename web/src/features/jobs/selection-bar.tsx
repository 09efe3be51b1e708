import { lazy, Suspense, useState } from "react";
import { Button } from "@/ui/button";
import { isUncertain, type JobRow, mayCancel, mayRetry } from "./model";
import { jobs } from "./strings";
import { type JobAction, useJobActions } from "./use-job-actions";

const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

/** What can be done with the selected jobs: those that wait are cancelled, those that failed retried. */
export function SelectionBar({ rows, onClear }: { rows: readonly JobRow[]; onClear: () => void }) {
  const [asking, setAsking] = useState<JobAction>();
  const close = () => setAsking(undefined);
  const act = useJobActions(() => {
    close();
    onClear();
  });
  if (rows.length === 0) return null;
  const of = { cancel: rows.filter(mayCancel), retry: rows.filter(mayRetry) };
  return (
    <section
      aria-label={jobs.selection}
      className="sticky bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-20 mt-3 flex flex-wrap items-center gap-2 rounded-xl border border-line bg-raised px-4 py-2.5 shadow-high sm:bottom-4"
    >
      <p role="status" className="mr-auto tabular-nums">
        {jobs.selected(rows.length)}
      </p>
      <Button look="quiet" size="sm" onClick={onClear}>
        {jobs.unselect}
      </Button>
      {of.retry.length > 0 && (
        <Button size="sm" onClick={() => setAsking("retry")}>
          {jobs.retry(of.retry.length)}
        </Button>
      )}
      {of.cancel.length > 0 && (
        <Button size="sm" onClick={() => setAsking("cancel")}>
          {jobs.cancel(of.cancel.length)}
        </Button>
      )}
      <Suspense>
        {asking && (
          <ConfirmDialog
            {...words(asking, of[asking])}
            harmless={asking === "retry"}
            busy={act.isPending}
            error={act.error}
            onConfirm={() => act.mutate({ action: asking, rows: of[asking] })}
            onClose={close}
          />
        )}
      </Suspense>
    </section>
  );
}

function words(action: JobAction, rows: readonly JobRow[]) {
  const n = rows.length;
  if (action === "cancel") {
    return { title: jobs.cancelTitle(n), text: jobs.cancelText, confirm: jobs.cancelConfirm(n) };
  }
  const uncertain = rows.filter(isUncertain).length;
  const text = uncertain > 0 ? `${jobs.retryText(n)} ${jobs.retryUncertain(uncertain)}` : jobs.retryText(n);
  return { title: jobs.retryTitle(n), text, confirm: jobs.retryConfirm(n) };
}
