import Ellipsis from "lucide-react/icons/ellipsis";
import { type ComponentProps, lazy, Suspense, useState } from "react";
import { cx } from "@/lib/cx";
import { formatExact } from "@/lib/format";
import type { ChatMessage } from "./model";
import { chat } from "./strings";

const load = () => import("./message-menu");
const MessageMenu = lazy(load);

export interface MessageActionsProps {
  message: ChatMessage;
  own: boolean;
  onEdit: (message: ChatMessage) => void;
  onDelete: (message: ChatMessage) => void;
}

/** The button; `ref` and the menu's own properties are passed on. */
function ActionsButton({ time, ...props }: ComponentProps<"button"> & { time: string }) {
  return (
    <button
      type="button"
      aria-haspopup="menu"
      {...props}
      aria-label={chat.actions(formatExact(time))}
      className={cx(
        "grid size-7 shrink-0 place-items-center rounded-lg text-muted hover:bg-hover hover:text-text aria-expanded:opacity-100 pointer-coarse:size-11",
        "opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100",
      )}
    >
      <Ellipsis size={16} aria-hidden />
    </button>
  );
}

/** Loads its menu when the pointer or focus reaches it. */
export function MessageActions(props: MessageActionsProps) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <ActionsButton
      time={props.message.created_at}
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    />
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <MessageMenu {...props} trigger={<ActionsButton time={props.message.created_at} />} />
    </Suspense>
  );
}
