import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import MessageCirclePlus from "lucide-react/icons/message-circle-plus";
import MessagesSquare from "lucide-react/icons/messages-square";
import { lazy, Suspense, useEffect, useState } from "react";
import { startChat, useChatConnection } from "@/live/chat";
import { Button } from "@/ui/button";
import { SplitPage } from "@/ui/split-page";
import { EmptyState } from "@/ui/states";
import { ConversationList } from "./conversation-list";
import { chat } from "./strings";

const StartDialog = lazy(() => import("./start-dialog"));

/** Conversations between users, and the open one. */
export function ChatPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const open = useParams({ from: "/inside/chat/$id", shouldThrow: false })?.id;
  const connection = useChatConnection();
  const [starting, setStarting] = useState(false);
  useEffect(() => startChat(client), [client]);
  return (
    <>
      <SplitPage
        title={chat.title}
        open={open !== undefined}
        live={connection}
        list={(heading) => (
          <ConversationList
            kind="people"
            open={open}
            heading={heading}
            start={
              <Button
                size="icon"
                look="quiet"
                aria-label={chat.start}
                title={chat.start}
                onClick={() => setStarting(true)}
              >
                <MessageCirclePlus size={18} aria-hidden />
              </Button>
            }
            empty={
              <EmptyState
                title={chat.empty}
                icon={<MessagesSquare size={20} aria-hidden />}
                action={<Button onClick={() => setStarting(true)}>{chat.start}</Button>}
              >
                {chat.emptyHint}
              </EmptyState>
            }
          />
        )}
      />
      <Suspense>
        {starting && (
          <StartDialog
            onClose={() => setStarting(false)}
            onStarted={({ id }) => {
              setStarting(false);
              void navigate({ to: "/chat/$id", params: { id } });
            }}
          />
        )}
      </Suspense>
    </>
  );
}

/** Placeholder of a conversation that is being loaded. */
export function NoConversation() {
  return (
    <div className="grid place-content-center bg-surface max-lg:hidden">
      <EmptyState title={chat.choose} icon={<MessagesSquare size={20} aria-hidden />}>
        {chat.chooseHint}
      </EmptyState>
    </div>
  );
}
