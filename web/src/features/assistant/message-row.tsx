import Bot from "lucide-react/icons/bot";
import { memo, type ReactNode } from "react";
import type { RowProps } from "@/features/chat/message-list";
import { cx } from "@/lib/cx";
import { formatExact, formatNumber, formatTime } from "@/lib/format";
import { CopyButton } from "@/ui/copy";
import { AnswerText } from "./answer-text";
import { assistant } from "./strings";

/** A question on the right, or its answer. */
export const MessageRow = memo(
  function MessageRow({ message, highlighted }: RowProps) {
    if (message.role !== "assistant") {
      return (
        <article className="ml-auto grid max-w-[min(85%,34rem)] justify-items-end gap-0.5">
          <div
            className={cx(
              "max-w-full min-w-0 rounded-2xl rounded-br-md bg-accent-soft px-3.5 py-2 text-on-accent-soft",
              highlighted && "ring-2 ring-focus",
            )}
          >
            <span className="sr-only">{assistant.you}</span>
            <p className="break-words whitespace-pre-wrap">{message.body}</p>
          </div>
          <Time at={message.created_at} />
        </article>
      );
    }
    const { completion } = message;
    return (
      <AnswerFrame label={assistant.answer}>
        <AnswerText text={message.body} />
        {completion?.finish_reason === "max_tokens" && (
          <p className="rounded-lg bg-warn-soft px-3 py-2 text-sm text-on-warn-soft">{assistant.cut}</p>
        )}
        <div className="flex min-h-8 flex-wrap items-center gap-x-2 text-xs text-muted tabular-nums">
          <CopyButton text={message.body} label={assistant.copy} />
          <Time at={message.created_at} />
          {completion && (
            <span className="text-xs">
              {completion.model} · {assistant.tokens(formatNumber(completion.usage.total_tokens))}
            </span>
          )}
        </div>
      </AnswerFrame>
    );
  },
  (a, b) => a.message === b.message && a.highlighted === b.highlighted,
);

function Time({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatExact(at)} className="px-1 text-xs text-muted tabular-nums">
      {formatTime(at)}
    </time>
  );
}

/** An answer takes the full width; a mark at its side shows the author. */
export function AnswerFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    <article
      aria-label={label}
      className="grid max-w-3xl grid-cols-[auto_minmax(0,1fr)] items-start gap-3 py-1"
    >
      <span
        aria-hidden
        className="grid size-8 place-items-center rounded-full bg-idle-soft text-on-idle-soft max-sm:hidden"
      >
        <Bot size={17} />
      </span>
      <div className="col-start-2 grid min-w-0 gap-2 pt-1 max-sm:col-span-2 max-sm:col-start-1">
        {children}
      </div>
    </article>
  );
}
