import { Link } from "@tanstack/react-router";
import type { LiveEvent } from "@/live/event";
import { buttonClass } from "@/ui/button";
import { CodeBlock, CopyButton } from "@/ui/copy";
import { Detail } from "@/ui/detail";
import { Dialog } from "@/ui/dialog";
import { DateTime } from "@/ui/values";
import { events } from "./strings";
import { type Family, streamCurl } from "./tail";

/** An event of the stream, which has a cursor, or of the log. */
export type Shown = Pick<LiveEvent, "id" | "seq" | "type" | "data" | "created_at" | "cursor">;

const idOf = (value: unknown, prefix: string) =>
  typeof value === "string" && value.startsWith(prefix) ? value : undefined;

interface Props {
  shown: Shown;
  family: Family | undefined;
  onClose: () => void;
}

/** One event as in the API, and the command that follows the log after it. */
export default function EventDialog({ shown, family, onClose }: Props) {
  const { cursor, ...event } = shown;
  const json = JSON.stringify(event, null, 2);
  const curl = cursor && streamCurl(location.origin, family, cursor);
  const message = idOf(event.data.id, "msg_");
  const job = idOf(event.data.id, "job_") ?? idOf(event.data.job_id, "job_");
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={event.type}
      actions={
        (message || job) && (
          <>
            {job && (
              <Link to="/jobs/$id" params={{ id: job }} className={buttonClass()}>
                {events.toJob}
              </Link>
            )}
            {message && (
              <Link to="/messages/$id" params={{ id: message }} className={buttonClass()}>
                {events.toMessage}
              </Link>
            )}
          </>
        )
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <dl className="grid gap-3 sm:grid-cols-3">
          <Detail label={events.time}>
            <DateTime value={event.created_at} />
          </Detail>
          <Detail label={events.seq}>{event.seq}</Detail>
          <Detail label={events.id}>
            <span className="-my-1.5 flex items-center pointer-coarse:-my-3">
              <code className="truncate font-mono text-xs">{event.id}</code>
              <CopyButton text={event.id} label={events.copyId} />
            </span>
          </Detail>
        </dl>
        <Block title={events.data} code={json} copy={events.copyJson} />
        {curl && <Block title={events.curl} hint={events.curlHint} code={curl} copy={events.copyCurl} />}
      </div>
    </Dialog>
  );
}

function Block({ title, hint, code, copy }: { title: string; hint?: string; code: string; copy: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <div className="flex items-center justify-between gap-3">
        <div className="grid gap-0.5">
          <p className="font-medium">{title}</p>
          {hint && <p className="text-sm text-muted">{hint}</p>}
        </div>
        <CopyButton text={code} label={copy} />
      </div>
      <CodeBlock code={code} label={title} />
    </div>
  );
}
