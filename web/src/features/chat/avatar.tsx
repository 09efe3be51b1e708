import Bot from "lucide-react/icons/bot";
import Users from "lucide-react/icons/users";
import { cx } from "@/lib/cx";
import type { Conversation } from "./model";

/** A conversation's avatar, with a dot if the other user is online; that is stated in words elsewhere. */
export function Avatar({
  kind,
  name,
  online,
}: {
  kind: Conversation["kind"];
  name: string;
  online: boolean;
}) {
  return (
    <span aria-hidden className="relative shrink-0">
      <span className="grid size-10 place-items-center rounded-full bg-idle-soft text-sm font-semibold text-on-idle-soft">
        {kind === "group" ? (
          <Users size={18} />
        ) : kind === "assistant" ? (
          <Bot size={18} />
        ) : (
          name.slice(0, 2).toUpperCase()
        )}
      </span>
      <span
        className={cx(
          "absolute right-0 bottom-0 size-3 rounded-full border-2 border-surface bg-accent",
          !online && "hidden",
        )}
      />
    </span>
  );
}
