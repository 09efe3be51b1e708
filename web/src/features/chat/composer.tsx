import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, data } from "@/api/client";
import { forgetDraft, readDraft, writeDraft } from "@/lib/tab-draft";
import { sentence } from "@/lib/use-form-problem";
import { MessageField } from "./message-field";
import type { ChatMessage, Conversation } from "./model";
import { deliver, post } from "./outbox";
import { replaceMessage } from "./queries";
import { chat } from "./strings";
import { signalTyping } from "./typing";

interface Props {
  conversation: Conversation;
  /** The user's message that is being edited. */
  editing: ChatMessage | undefined;
  onEdit: (message: ChatMessage | undefined) => void;
}

const draftOf = (id: string) => `chat-${id}`;

/** The draft of a conversation; it survives reloads and navigation. */
export function useChatDraft(id: string) {
  const [text, setText] = useState(() => {
    const kept = readDraft(draftOf(id));
    return typeof kept === "string" ? kept : "";
  });
  const change = (next: string) => {
    setText(next);
    if (next === "") forgetDraft(draftOf(id));
    else writeDraft(draftOf(id), next);
  };
  return [text, change] as const;
}

export function Composer({ conversation, editing, onEdit }: Props) {
  const { id } = conversation;
  const client = useQueryClient();
  const [draft, setDraft] = useChatDraft(id);
  useEffect(() => void deliver(client, id), [client, id]);
  if (editing) return <Edit key={editing.id} message={editing} onDone={() => onEdit(undefined)} />;
  const send = () => {
    post(client, id, draft);
    setDraft("");
  };
  const onChange = (text: string) => {
    setDraft(text);
    if (text !== "") signalTyping(id);
  };
  return (
    <MessageField
      text={draft}
      onChange={onChange}
      label={chat.text}
      placeholder={chat.placeholder}
      action={chat.send}
      onSubmit={send}
    />
  );
}

function Edit({ message, onDone }: { message: ChatMessage; onDone: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useState(message.body);
  const save = useMutation({
    mutationFn: (body: string) => {
      const path = { id: message.conversation_id, message_id: message.id };
      return data(
        api.PATCH("/v1/conversations/{id}/messages/{message_id}", { params: { path }, body: { body } }),
      );
    },
    onSuccess: (edited) => {
      replaceMessage(client, edited);
      onDone();
    },
  });
  return (
    <MessageField
      text={text}
      onChange={(next) => {
        save.reset();
        setText(next);
      }}
      label={chat.editing}
      placeholder={chat.placeholder}
      action={chat.save}
      focus
      busy={save.isPending}
      error={save.error ? sentence(save.error.message) : undefined}
      onSubmit={() => (text === message.body ? onDone() : save.mutate(text))}
      onCancel={onDone}
    />
  );
}
