import { Link } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import FileText from "lucide-react/icons/file-text";
import Image from "lucide-react/icons/image";
import Mic from "lucide-react/icons/mic";
import Sticker from "lucide-react/icons/sticker";
import Video from "lucide-react/icons/video";
import { isRefunded, isSent, type Message, mediaOf, templateOf } from "@/features/messages/model";
import { cx } from "@/lib/cx";
import { formatExact, formatTime } from "@/lib/format";
import { sentence } from "@/lib/use-form-problem";
import { StatusChip } from "@/ui/status-chip";
import { inbox } from "./strings";

/** One message of a conversation: received ones on the left, one's own on the right with their status. */
export function Bubble({ message, phone }: { message: Message; phone: string }) {
  const sent = isSent(message);
  const template = templateOf(message);
  const media = mediaOf(message);
  return (
    <li className={cx("grid max-w-[min(85%,34rem)] gap-1", sent ? "justify-self-end" : "justify-self-start")}>
      <div
        className={cx(
          "grid w-fit max-w-full gap-1 rounded-2xl px-3.5 py-2.5",
          sent
            ? "justify-self-end rounded-br-md bg-accent-soft text-on-accent-soft"
            : "rounded-bl-md bg-sunken",
        )}
      >
        <span className="sr-only">{sent ? inbox.you("") : `${phone}:`}</span>
        {template && <p className="text-xs font-medium">{inbox.template(template.name)}</p>}
        {media && <Placeholder kind={media.type} name={media.filename ?? undefined} />}
        {message.body ? (
          <p className="min-w-0 break-words whitespace-pre-wrap">{message.body}</p>
        ) : (
          !media && <p className="italic">{inbox.noText}</p>
        )}
      </div>
      <p
        className={cx(
          "flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted tabular-nums",
          sent && "justify-end",
        )}
      >
        <Link
          to="/messages/$id"
          params={{ id: message.id }}
          aria-label={inbox.details(formatExact(message.created_at))}
          className="rounded hover:text-text hover:underline pointer-coarse:py-2"
        >
          <time dateTime={message.created_at} title={formatExact(message.created_at)}>
            {formatTime(message.created_at)}
          </time>
        </Link>
        {sent && <StatusChip status={message.status} />}
        {sent && <Price message={message} />}
      </p>
      {sent && message.error && (
        <p className={cx("text-right text-sm text-danger")}>{sentence(message.error.message)}</p>
      )}
    </li>
  );
}

function Price({ message }: { message: Message }) {
  const price = message.price ?? 0;
  if (price === 0) return null;
  return <span>{isRefunded(message) ? inbox.refunded(price) : inbox.price(price)}</span>;
}

const icons: Record<keyof typeof inbox.media, LucideIcon> = {
  image: Image,
  video: Video,
  audio: Mic,
  document: FileText,
  sticker: Sticker,
};

/** Placeholder of a file: the console does not load files of strangers. */
function Placeholder({ kind, name }: { kind: keyof typeof inbox.media; name: string | undefined }) {
  const Icon = icons[kind];
  return (
    <p className="flex items-center gap-2 font-medium">
      <Icon size={18} aria-hidden className="shrink-0" />
      <span className="min-w-0 break-all">{name ?? inbox.media[kind]}</span>
    </p>
  );
}
