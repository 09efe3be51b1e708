import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useUser } from "@/app/use-session";
import { cx } from "@/lib/cx";
import { useChatConnection } from "@/live/chat";
import { DateTime } from "@/ui/values";
import { Avatar } from "./avatar";
import { type Conversation, lineOf, partnerOf, titleOf } from "./model";
import { chat } from "./strings";
import { useTyping } from "./typing";

const MOST_UNREAD = 100;

export const ConversationRow = memo(function ConversationRow({
  conversation,
  isOpen,
}: {
  conversation: Conversation;
  isOpen: boolean;
}) {
  const user = useUser();
  const typing = useTyping(conversation.id);
  const live = useChatConnection() === "live";
  const { id, kind, unread_count: count, last_message: last, created_at } = conversation;
  const title = titleOf(conversation, user.id);
  const online = live && partnerOf(conversation, user.id)?.online === true;
  // The open conversation is being read; its unread count would only flash.
  const unread = count > 0 && !isOpen;
  return (
    <li className="border-b border-line">
      <Link
        to={kind === "assistant" ? "/assistant/$id" : "/chat/$id"}
        params={{ id }}
        data-row-link
        className="flex h-18 items-center gap-3 px-4 -outline-offset-2 hover:bg-hover"
        activeProps={{ className: "bg-accent-soft hover:bg-accent-soft" }}
      >
        <Avatar kind={kind} name={title} online={online} />
        <span className="grid min-w-0 grow grid-cols-[minmax(0,1fr)] gap-0.5">
          <span className="flex items-baseline justify-between gap-3">
            <span className={cx("truncate", unread ? "font-semibold" : "font-medium")}>{title}</span>
            {online && <span className="sr-only">{chat.online}</span>}
            <span className="text-sm text-muted">
              <DateTime value={last?.created_at ?? created_at} />
            </span>
          </span>
          <span className="flex items-center justify-between gap-3">
            <span
              className={cx(
                "truncate",
                typing.length > 0 ? "text-accent" : unread ? "text-text" : "text-muted",
              )}
            >
              {typing.length > 0 ? chat.typing(typing) : lineOf(conversation, user.id)}
            </span>
            {unread && (
              <span className="shrink-0 rounded-full bg-accent px-2 text-xs font-semibold text-on-accent tabular-nums">
                <span aria-hidden>{chat.most(count, MOST_UNREAD)}</span>
                <span className="sr-only">{chat.unread(count)}</span>
              </span>
            )}
          </span>
        </span>
      </Link>
    </li>
  );
});
