import { Link } from "@tanstack/react-router";
import ArrowLeft from "lucide-react/icons/arrow-left";
import Search from "lucide-react/icons/search";
import Users from "lucide-react/icons/users";
import { useUser } from "@/app/use-session";
import { cx } from "@/lib/cx";
import { useChatConnection } from "@/live/chat";
import { Button, buttonClass } from "@/ui/button";
import { usePageHeading } from "@/ui/page";
import { DateTime } from "@/ui/values";
import { Avatar } from "./avatar";
import { type Conversation, partnerOf } from "./model";
import { chat } from "./strings";

interface Props {
  conversation: Conversation;
  title: string;
  searching: boolean;
  onSearch: () => void;
  onMembers: () => void;
}

export function ThreadHeader({ conversation, title, searching, onSearch, onMembers }: Props) {
  const user = useUser();
  const isGroup = conversation.kind === "group";
  const name = isGroup ? chat.group(title) : chat.conversation(title);
  const heading = usePageHeading(name, conversation.id);
  const connection = useChatConnection();
  const live = connection === "live";
  const online = live && partnerOf(conversation, user.id)?.online === true;
  return (
    // Beside the list it has the height of the list's header.
    <header className="flex min-h-[calc(4rem+1px)] items-center gap-3 border-b border-line px-4 py-2 sm:px-6">
      <Link
        to="/chat"
        aria-label={chat.back}
        className={cx(buttonClass("quiet", "icon"), "-mx-2 shrink-0 lg:hidden")}
      >
        <ArrowLeft size={18} aria-hidden />
      </Link>
      <Avatar kind={conversation.kind} name={title} online={online} />
      <div className="grid min-w-0 grow">
        <h1 ref={heading} tabIndex={-1} className="truncate text-lg outline-none">
          <span className="sr-only">{isGroup ? chat.group("") : chat.conversation("")}</span>
          {title}
        </h1>
        <p className="min-h-5 truncate text-sm text-muted">
          {live ? <Presence conversation={conversation} /> : chat.unknownPresence[connection]}
        </p>
      </div>
      {isGroup && (
        <Button
          look="quiet"
          size="icon"
          aria-label={chat.showMembers}
          title={chat.showMembers}
          onClick={onMembers}
        >
          <Users size={18} aria-hidden />
        </Button>
      )}
      <Button
        look="quiet"
        size="icon"
        aria-label={chat.search}
        title={chat.search}
        aria-expanded={searching}
        onClick={onSearch}
        className="-mr-2"
      >
        <Search size={18} aria-hidden />
      </Button>
    </header>
  );
}

/** Online users. Empty while the connection is down, because presence may have changed. */
function Presence({ conversation }: { conversation: Conversation }) {
  const user = useUser();
  const partner = partnerOf(conversation, user.id);
  if (!partner) {
    const online = conversation.participants.filter((one) => one.online || one.id === user.id).length;
    return chat.members(conversation.participants.length, online);
  }
  if (partner.online) return chat.online;
  if (!partner.last_seen) return chat.neverSeen;
  return (
    <>
      {chat.lastSeen} <DateTime value={partner.last_seen} />
    </>
  );
}
