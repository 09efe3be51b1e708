import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import Bot from "lucide-react/icons/bot";
import MessageCirclePlus from "lucide-react/icons/message-circle-plus";
import { useEffect } from "react";
import { ConversationList } from "@/features/chat/conversation-list";
import { platformQuery } from "@/features/chat/queries";
import { startChat, useChatConnection } from "@/live/chat";
import { buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { SplitPage } from "@/ui/split-page";
import { EmptyState } from "@/ui/states";
import { useAccepted } from "./answers";
import { assistant } from "./strings";

const NEW = { to: "/assistant/$id", params: { id: "new" } } as const;

/** Chats with the assistant, and the open one. */
export function AssistantPage() {
  const client = useQueryClient();
  const connection = useChatConnection();
  const platform = useQuery(platformQuery).data;
  const open = useParams({ from: "/inside/assistant/$id", shouldThrow: false })?.id;
  useEffect(() => startChat(client), [client]);
  useAccepted();
  if (platform && !platform.assistant) return <NotConfigured />;
  return (
    <SplitPage
      title={assistant.title}
      open={open !== undefined}
      live={connection}
      list={(heading) => (
        <ConversationList
          kind="assistant"
          open={open}
          heading={heading}
          start={
            <Link
              {...NEW}
              aria-label={assistant.start}
              title={assistant.start}
              className={buttonClass("quiet", "icon")}
            >
              <MessageCirclePlus size={18} aria-hidden />
            </Link>
          }
          empty={
            <EmptyState
              title={assistant.empty}
              icon={<Bot size={20} aria-hidden />}
              action={
                <Link {...NEW} className={buttonClass()}>
                  {assistant.start}
                </Link>
              }
            >
              {assistant.emptyHint}
            </EmptyState>
          }
        />
      )}
    />
  );
}

function NotConfigured() {
  return (
    <Page title={assistant.title} narrow>
      <div className="card">
        <EmptyState title={assistant.notConfigured} icon={<Bot size={20} aria-hidden />}>
          {assistant.notConfiguredHint}
        </EmptyState>
      </div>
    </Page>
  );
}

/** Placeholder of a chat that is being loaded. */
export function NoChat() {
  return (
    <div className="grid place-content-center bg-surface max-lg:hidden">
      <EmptyState
        title={assistant.choose}
        icon={<Bot size={20} aria-hidden />}
        action={
          <Link {...NEW} className={buttonClass("primary")}>
            {assistant.start}
          </Link>
        }
      />
    </div>
  );
}
