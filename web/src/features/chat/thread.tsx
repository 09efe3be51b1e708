import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import SearchX from "lucide-react/icons/search-x";
import { lazy, Suspense, useCallback, useState } from "react";
import { useUser } from "@/app/use-session";
import { buttonClass } from "@/ui/button";
import { usePageHeading } from "@/ui/page";
import { EmptyState, ErrorState } from "@/ui/states";
import { Announcements } from "./announcements";
import { Bubble } from "./bubble";
import { Composer } from "./composer";
import { ConnectionBar } from "./connection-bar";
import { MessageList, type Target } from "./message-list";
import { type ChatMessage, type Conversation, titleOf } from "./model";
import { Placeholders } from "./placeholders";
import { conversationQuery } from "./queries";
import { chat } from "./strings";
import { ThreadHeader } from "./thread-header";
import { TypingLine } from "./typing-line";

const SearchPanel = lazy(() => import("./search-panel"));
const MembersDialog = lazy(() => import("./members-dialog"));
const DeleteDialog = lazy(() => import("./delete-dialog"));

export function Thread() {
  const { id } = useParams({ from: "/inside/chat/$id" });
  return <Loaded key={id} id={id} />;
}

function Loaded({ id }: { id: string }) {
  const query = useQuery(conversationQuery(id));
  if (query.data) return <Open conversation={query.data} />;
  return (
    <section aria-label={chat.title} className="flex min-h-0 min-w-0 flex-col bg-surface">
      <Waiting />
      {query.data === null ? (
        <EmptyState
          title={chat.notFound}
          icon={<SearchX size={20} aria-hidden />}
          action={
            <Link to="/chat" className={buttonClass()}>
              {chat.toList}
            </Link>
          }
        >
          {chat.notFoundHint}
        </EmptyState>
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Placeholders />
      )}
    </section>
  );
}

// The heading takes the focus at once; the name is loaded later.
function Waiting() {
  const ref = usePageHeading(chat.title, "");
  return (
    <h1 ref={ref} tabIndex={-1} className="sr-only">
      {chat.title}
    </h1>
  );
}

function Open({ conversation }: { conversation: Conversation }) {
  const user = useUser();
  const [panel, setPanel] = useState<"search" | "members">();
  const [target, setTarget] = useState<Target>();
  const [editing, setEditing] = useState<ChatMessage>();
  const [deleting, setDeleting] = useState<ChatMessage>();
  const title = titleOf(conversation, user.id);
  const actions = { onEdit: setEditing, onDelete: setDeleting };
  const jump = useCallback((seq: number) => setTarget((old) => ({ seq, turn: (old?.turn ?? 0) + 1 })), []);
  return (
    <section
      aria-label={conversation.kind === "group" ? chat.group(title) : chat.conversation(title)}
      className="flex min-h-0 min-w-0 flex-col bg-surface"
    >
      <ThreadHeader
        conversation={conversation}
        title={title}
        searching={panel === "search"}
        onSearch={() => setPanel(panel === "search" ? undefined : "search")}
        onMembers={() => setPanel("members")}
      />
      <Suspense>
        {panel === "search" && (
          <SearchPanel id={conversation.id} onClose={() => setPanel(undefined)} onChoose={jump} />
        )}
        {panel === "members" && (
          <MembersDialog conversation={conversation} onClose={() => setPanel(undefined)} />
        )}
        {deleting && <DeleteDialog message={deleting} onClose={() => setDeleting(undefined)} />}
      </Suspense>
      <MessageList
        key={conversation.id}
        conversation={conversation}
        target={target}
        row={(props) => <Bubble key={props.message.id} {...props} {...actions} />}
      />
      <Announcements conversation={conversation} />
      <TypingLine id={conversation.id} />
      <ConnectionBar />
      <Composer conversation={conversation} editing={editing} onEdit={setEditing} />
    </section>
  );
}
