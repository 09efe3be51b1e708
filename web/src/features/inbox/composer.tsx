import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { TemplateFields } from "@/features/compose/content-fields";
import { emptyDraft, fill, missingOf, requestOf, type Saved } from "@/features/compose/draft";
import { fieldErrors } from "@/features/compose/field-errors";
import { Outcome, Refusals } from "@/features/compose/refusals";
import { compose } from "@/features/compose/strings";
import { useDraft } from "@/features/compose/use-draft";
import { useQuote } from "@/features/compose/use-quote";
import { useSend } from "@/features/compose/use-send";
import { platformQuery, templatesQuery } from "@/features/messages/queries";
import { cx } from "@/lib/cx";
import { formatNumber } from "@/lib/format";
import { balanceQuery } from "@/live/balance";
import { Button } from "@/ui/button";
import { FormError } from "@/ui/states";
import { addToThread } from "./queries";
import { inbox } from "./strings";

interface Props {
  phone: string;
  /** Free text is rejected: only a template may be sent. */
  closed: boolean;
  /** Whether the phone ever wrote. */
  wrote: boolean;
}

/** Answers a phone: with text while its window is open, otherwise with a template. */
export function Composer({ phone, closed, wrote }: Props) {
  const client = useQueryClient();
  const templates = useQuery({ ...templatesQuery, enabled: closed });
  const [initial] = useState<Saved["draft"]>({ ...emptyDraft, channel: "whatsapp", to: phone });
  const { saved, change, setPending, forget, renew } = useDraft(`inbox-${phone}`, initial);
  const [tried, setTried] = useState(false);
  const [field, setField] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const { sending, send, reset } = useSend({
    onPending: setPending,
    onAccepted: ({ message }) => {
      addToThread(client, phone, message);
      setTried(false);
      // A text begun before the window closed is kept for the next one.
      const body = closed ? saved.draft.body : "";
      renew({ body });
      if (body === "") forget();
      focusOn(form.current, closed ? "template" : "text");
    },
  });
  const { key, pending } = saved;
  // The tab was reloaded before a response arrived: continue under the same key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form opens
  useEffect(() => {
    if (pending) void send(key, pending);
  }, []);
  const draft = { ...saved.draft, to: phone, kind: closed ? ("template" as const) : ("text" as const) };
  const list = templates.data?.data ?? [];
  const missing = missingOf(draft);
  const request = missing ? undefined : requestOf(draft, list);
  const busy = sending.state === "sending" || sending.state === "finding-out";
  const balance = useQuery(balanceQuery).data?.balance;
  const quote = useQuote(busy ? undefined : request, balance);
  const errorOf = fieldErrors(
    quote.refusals,
    sending,
    tried ? missing : undefined,
    tried ? undefined : field,
  );
  const submit = () => {
    if (busy) return;
    setTried(true);
    if (request) void send(key, request);
    else focusOn(form.current, draft.kind);
  };
  const onChange = (changes: Parameters<typeof change>[0]) => {
    if (sending.state === "refused") reset();
    setTried(false);
    change(changes);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  const toError = errorOf("to");
  const chosen = list.find(({ id }) => id === draft.template);
  return (
    <form
      ref={form}
      noValidate
      aria-label={closed ? inbox.templateTitle : inbox.text}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onFocus={(event: FocusEvent<HTMLFormElement>) =>
        setField(event.target.getAttribute("name") ?? undefined)
      }
      onBlur={() => setField(undefined)}
      className="grid max-h-[60%] shrink-0 gap-3 overflow-y-auto border-t border-line px-4 py-3 sm:px-6"
    >
      {closed ? (
        <>
          <p className="text-sm text-muted">{wrote ? inbox.closedHint : inbox.neverWrote}</p>
          <TemplateFields draft={draft} onChange={onChange} errorOf={errorOf} templates={templates} />
          {chosen && (
            <p className="w-fit max-w-full justify-self-end rounded-2xl rounded-br-md bg-accent-soft px-3.5 py-2.5 break-words whitespace-pre-wrap text-on-accent-soft">
              {fill(chosen, draft.parameters)}
            </p>
          )}
        </>
      ) : (
        <TextField
          value={draft.body}
          error={errorOf("body", "text")}
          readOnly={busy}
          onChange={(body) => onChange({ body })}
        />
      )}
      {toError && <FormError>{toError}</FormError>}
      {sending.state === "refused" ? (
        <Outcome error={sending.error} />
      ) : (
        <Refusals refusals={quote.refusals} />
      )}
      <div className="flex items-center justify-between gap-x-4 gap-y-2">
        <p role="status" className="text-sm text-muted tabular-nums">
          {sending.state === "sending" && compose.sending}
          {sending.state === "finding-out" && compose.findingOut}
          {!busy && <Cost price={quote.quote?.price ?? undefined} balance={balance} />}
        </p>
        <div className="flex items-center gap-3">
          <kbd className="rounded border border-line px-1.5 py-0.5 font-sans text-xs whitespace-nowrap text-muted max-sm:hidden">
            {compose.shortcut}
          </kbd>
          <Button type="submit" look="primary" busy={busy}>
            {inbox.send}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** Focuses a field once it is in the document: its container may just have been created. */
function focusOn(form: HTMLFormElement | null, name: string): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus());
}

interface TextProps {
  value: string;
  error: string | undefined;
  readOnly: boolean;
  onChange: (value: string) => void;
}

function TextField({ value, error, readOnly, onChange }: TextProps) {
  return (
    <div className="grid gap-1.5">
      <textarea
        name="text"
        rows={2}
        aria-label={inbox.text}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? "answer-error" : undefined}
        placeholder={inbox.placeholder}
        value={value}
        readOnly={readOnly}
        onChange={(event) => onChange(event.target.value)}
        className={cx("input field-sizing-content max-h-40 min-h-15 resize-none", readOnly && "text-muted")}
      />
      {error && (
        <p id="answer-error" className="text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

function Cost({ price, balance }: { price: number | undefined; balance: number | undefined }) {
  const channel = useQuery(platformQuery).data?.channels.whatsapp?.price;
  const known = price ?? channel;
  if (known === undefined) return null;
  const words = known === 0 ? inbox.free : inbox.price(known);
  return balance === undefined || known === 0
    ? words
    : inbox.costs(words, formatNumber(Math.max(0, balance - known)));
}
