import { memo } from "react";
import { useUser } from "@/app/use-session";
import { cx } from "@/lib/cx";
import { formatExact, formatTime } from "@/lib/format";
import { MessageActions } from "./message-actions";
import type { RowProps } from "./message-list";
import { type ChatMessage, isDeleted } from "./model";
import { chat } from "./strings";

interface Props extends RowProps {
  onEdit: (message: ChatMessage) => void;
  onDelete: (message: ChatMessage) => void;
}

/** One message: those of others on the left, one's own on the right. Bodies are rendered as text, never HTML. */
export const Bubble = memo(function Bubble(props: Props) {
  const { message, conversation, follows, readBy, highlighted, onEdit, onDelete } = props;
  const user = useUser();
  const own = message.sender?.id === user.id;
  if (message.role === "system") {
    return <p className="py-1 text-center text-sm text-muted">{message.body}</p>;
  }
  const deleted = isDeleted(message);
  const name = message.sender?.username ?? "";
  return (
    <article
      className={cx("grid max-w-[min(85%,34rem)] gap-0.5", own ? "ml-auto justify-items-end" : "mr-auto")}
    >
      {!own && conversation.kind === "group" && !follows && (
        <p aria-hidden className="px-1 text-sm font-medium text-muted">
          {name}
        </p>
      )}
      <div className={cx("group flex max-w-full items-center gap-1", own && "flex-row-reverse")}>
        <div
          className={cx(
            "min-w-0 rounded-2xl px-3.5 py-2 transition-shadow",
            own ? "rounded-br-md bg-accent-soft text-on-accent-soft" : "rounded-bl-md bg-sunken",
            highlighted && "ring-2 ring-focus",
          )}
        >
          <span className="sr-only">{own ? chat.you("") : chat.says(name, "")}</span>
          {deleted ? (
            <p className="italic">{chat.deleted}</p>
          ) : (
            <p className="break-words whitespace-pre-wrap">{message.body}</p>
          )}
        </div>
        {!deleted && <MessageActions message={message} own={own} onEdit={onEdit} onDelete={onDelete} />}
      </div>
      <p className="px-1 text-xs text-muted tabular-nums">
        <time dateTime={message.created_at} title={formatExact(message.created_at)}>
          {formatTime(message.created_at)}
        </time>
        {message.edited_at && !deleted && ` · ${chat.edited}`}
        {readBy && ` · ${readBy}`}
      </p>
    </article>
  );
}, sameProps);

/** Memoized: a conversation changes with each message and receipt. */
function sameProps(a: Props, b: Props): boolean {
  return (
    a.message === b.message &&
    a.follows === b.follows &&
    a.readBy === b.readBy &&
    a.highlighted === b.highlighted &&
    a.conversation.kind === b.conversation.kind
  );
}
