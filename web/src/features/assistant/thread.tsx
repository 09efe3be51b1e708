import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import SearchX from "lucide-react/icons/search-x";
import { useUser } from "@/app/use-session";
import { ConnectionBar } from "@/features/chat/connection-bar";
import { MessageList } from "@/features/chat/message-list";
import { type Conversation, titleOf } from "@/features/chat/model";
import { Placeholders } from "@/features/chat/placeholders";
import { conversationQuery } from "@/features/chat/queries";
import { buttonClass } from "@/ui/button";
import { EmptyState, ErrorState } from "@/ui/states";
import { isOver } from "./answer";
import { openQuestion, useAnswer } from "./answers";
import { GrowingAnswer } from "./growing-answer";
import { MessageRow } from "./message-row";
import { NewChat } from "./new-chat";
import { QuestionComposer } from "./question-composer";
import { assistant } from "./strings";
import { ThreadHeader } from "./thread-header";

export function Thread() {
  const { id } = useParams({ from: "/inside/assistant/$id" });
  return id === "new" ? <NewChat /> : <Loaded key={id} id={id} />;
}

function Loaded({ id }: { id: string }) {
  const query = useQuery(conversationQuery(id));
  if (query.data) return <Open conversation={query.data} />;
  return (
    <section aria-label={assistant.title} className="flex min-h-0 min-w-0 flex-col bg-surface">
      <ThreadHeader title={assistant.title} page={id} />
      {query.data === null ? (
        <EmptyState
          title={assistant.notFound}
          icon={<SearchX size={20} aria-hidden />}
          action={
            <Link to="/assistant" className={buttonClass()}>
              {assistant.toList}
            </Link>
          }
        >
          {assistant.notFoundHint}
        </EmptyState>
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Placeholders />
      )}
    </section>
  );
}

function Open({ conversation }: { conversation: Conversation }) {
  const user = useUser();
  const title = titleOf(conversation, user.id);
  const question = openQuestion(conversation);
  const answer = useAnswer(question);
  const growing = answer && !isOver(answer) ? answer.job : undefined;
  return (
    <section aria-label={assistant.chat(title)} className="flex min-h-0 min-w-0 flex-col bg-surface">
      <ThreadHeader title={title} page={conversation.id} />
      <MessageList
        conversation={conversation}
        row={(props) => <MessageRow key={props.message.id} {...props} />}
        tail={question && answer !== undefined && <GrowingAnswer question={question} answer={answer} />}
      />
      <ConnectionBar />
      <QuestionComposer id={conversation.id} growing={growing} />
    </section>
  );
}
