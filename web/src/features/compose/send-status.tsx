import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { contactOf, type Message } from "@/features/messages/model";
import { messageQuery } from "@/features/messages/queries";
import { formatWait } from "@/lib/format";
import { Button, buttonClass } from "@/ui/button";
import { StatusChip } from "@/ui/status-chip";
import { compose } from "./strings";
import type { Accepted } from "./use-send";

/** Replaces the button: the message's progress, live. */
export function SendStatus({ accepted, onAnother }: { accepted: Accepted; onAnother: () => void }) {
  const { data: message } = useQuery({
    ...messageQuery(accepted.message.id),
    // Fetched once nevertheless: an event may have preceded the response.
    initialData: accepted.message,
    initialDataUpdatedAt: 0,
  });
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => line.current?.focus(), []);
  return (
    <div
      ref={line}
      tabIndex={-1}
      className="card flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3 outline-none sm:px-5"
    >
      <p role="status" className="flex grow flex-wrap items-center gap-x-3 gap-y-1">
        <StatusChip status={message.status} />
        <span>{compose.sentTo(contactOf(message))}</span>
        <span className="text-sm text-muted tabular-nums">
          {message.error ? message.error.message : waitOf(message)}
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Link to="/messages/$id" params={{ id: message.id }} className={buttonClass("quiet")}>
          {compose.open}
        </Link>
        <Button onClick={onAnother}>{compose.another}</Button>
      </div>
    </div>
  );
}

function waitOf(message: Message): string | undefined {
  const end = message.delivered_at ?? message.sent_at;
  return end ? compose.after(formatWait(Date.parse(end) - Date.parse(message.created_at))) : undefined;
}
