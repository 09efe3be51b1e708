import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Pencil from "lucide-react/icons/pencil";
import SendHorizontal from "lucide-react/icons/send-horizontal";
import X from "lucide-react/icons/x";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { api, data } from "@/api/client";
import { formatNumber } from "@/lib/format";
import { forgetDraft, readDraft, writeDraft } from "@/lib/tab-draft";
import { sentence } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import type { ChatMessage, Conversation } from "./model";
import { deliver, post } from "./outbox";
import { platformQuery, replaceMessage } from "./queries";
import { chat } from "./strings";
import { signalTyping } from "./typing";

interface Props {
  conversation: Conversation;
  /** A message of the user's own that is being changed. */
  editing: ChatMessage | undefined;
  onEdit: (message: ChatMessage | undefined) => void;
}

const draftOf = (id: string) => `chat-${id}`;

/** What is being written in a conversation; it survives a reload, and a visit elsewhere. */
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
  return <Field text={draft} onChange={onChange} label={chat.text} action={chat.send} onSubmit={send} />;
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
    <Field
      text={text}
      onChange={(next) => {
        save.reset();
        setText(next);
      }}
      label={chat.editing}
      action={chat.save}
      focus
      busy={save.isPending}
      error={save.error ? sentence(save.error.message) : undefined}
      onSubmit={() => (text === message.body ? onDone() : save.mutate(text))}
      onCancel={onDone}
    />
  );
}

interface FieldProps {
  text: string;
  onChange: (text: string) => void;
  label: string;
  action: string;
  onSubmit: () => void;
  onCancel?: () => void;
  focus?: boolean;
  busy?: boolean;
  error?: string | undefined;
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const isTouch = () => matchMedia("(pointer: coarse)").matches;

/** A field that grows with its text. Enter sends; on touch screens, where there is no Shift, it begins a new line. */
function Field({ text, onChange, label, action, onSubmit, onCancel, focus, busy, error }: FieldProps) {
  const limit = useQuery(platformQuery).data?.limits.chat_message_bytes;
  const tooLong = limit !== undefined && bytesOf(text) > limit;
  const problem = tooLong ? chat.tooLong(formatNumber(limit)) : error;
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focus) field.current?.focus();
  }, [focus]);
  const submit = () => {
    if (!busy && !tooLong && text.trim() !== "") onSubmit();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape" && onCancel) onCancel();
    const wanted = event.ctrlKey || event.metaKey || (!event.shiftKey && !isTouch());
    if (event.key !== "Enter" || !wanted) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="grid shrink-0 gap-1.5 border-t border-line px-4 py-3 sm:px-6"
    >
      {onCancel && (
        <p className="flex items-center gap-2 text-sm text-muted">
          <Pencil size={14} aria-hidden />
          <span className="grow">{label}</span>
          <Button look="quiet" size="sm" icon={<X size={14} aria-hidden />} onClick={onCancel}>
            {chat.cancel}
          </Button>
        </p>
      )}
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          name="text"
          rows={1}
          aria-label={label}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? "chat-error" : undefined}
          placeholder={chat.placeholder}
          title={chat.hint}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          className="input field-sizing-content max-h-40 resize-none"
        />
        <Button
          type="submit"
          look="primary"
          busy={busy ?? false}
          disabled={text.trim() === "" || tooLong}
          icon={<SendHorizontal size={16} aria-hidden />}
        >
          <span className="max-sm:sr-only">{action}</span>
        </Button>
      </div>
      {problem && (
        <p id="chat-error" className="text-sm text-danger">
          {problem}
        </p>
      )}
    </form>
  );
}
