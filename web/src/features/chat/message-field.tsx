import { useQuery } from "@tanstack/react-query";
import Pencil from "lucide-react/icons/pencil";
import SendHorizontal from "lucide-react/icons/send-horizontal";
import X from "lucide-react/icons/x";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { platformQuery } from "./queries";
import { chat } from "./strings";

interface Props {
  text: string;
  onChange: (text: string) => void;
  label: string;
  placeholder: string;
  action: string;
  onSubmit: () => void;
  onCancel?: () => void;
  focus?: boolean;
  busy?: boolean;
  /** Sending is disabled, typing is not. */
  blocked?: boolean;
  /** Shown in place of the button. */
  instead?: ReactNode;
  error?: string | undefined;
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const isTouch = () => matchMedia("(pointer: coarse)").matches;

/** A field that grows with its text. Enter sends; on touch screens, without Shift, it inserts a line break. */
export function MessageField({ text, onChange, label, placeholder, action, onSubmit, ...rest }: Props) {
  const { onCancel, focus, busy, blocked, error, instead } = rest;
  const id = useId();
  const limit = useQuery(platformQuery).data?.limits.chat_message_bytes;
  const tooLong = limit !== undefined && bytesOf(text) > limit;
  const problem = tooLong ? chat.tooLong(formatNumber(limit)) : error;
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focus) field.current?.focus();
  }, [focus]);
  const submit = () => {
    if (!busy && !blocked && !tooLong && text.trim() !== "") onSubmit();
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
      {onCancel && <Editing label={label} onCancel={onCancel} />}
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          name="text"
          rows={1}
          aria-label={label}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? id : undefined}
          placeholder={placeholder}
          title={chat.hint}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          className="input field-sizing-content max-h-40 resize-none"
        />
        {instead ?? (
          <Button
            type="submit"
            look="primary"
            busy={busy ?? false}
            disabled={text.trim() === "" || tooLong || blocked}
            icon={<SendHorizontal size={16} aria-hidden />}
          >
            <span className="max-sm:sr-only">{action}</span>
          </Button>
        )}
      </div>
      {problem && (
        <p id={id} className="text-sm text-danger">
          {problem}
        </p>
      )}
    </form>
  );
}

function Editing({ label, onCancel }: { label: string; onCancel: () => void }) {
  return (
    <p className="flex items-center gap-2 text-sm text-muted">
      <Pencil size={14} aria-hidden />
      <span className="grow">{label}</span>
      <Button look="quiet" size="sm" icon={<X size={14} aria-hidden />} onClick={onCancel}>
        {chat.cancel}
      </Button>
    </p>
  );
}
