import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { platformQuery, templatesQuery } from "@/features/messages/queries";
import { cx } from "@/lib/cx";
import { isE164, toE164 } from "@/lib/mobile";
import { balanceQuery } from "@/live/balance";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Tabs } from "@/ui/tabs";
import { ContentFields } from "./content-fields";
import { type Draft, fill, kindOf, missingOf, requestOf } from "./draft";
import { fieldErrors } from "./field-errors";
import { Preview, QuotePanel } from "./quote-panel";
import { Outcome, Refusals } from "./refusals";
import { SendStatus } from "./send-status";
import { compose } from "./strings";
import { RecipientField, WhenFields } from "./to-and-when";
import { useDraft } from "./use-draft";
import { useQuote } from "./use-quote";
import { useSend } from "./use-send";

export function ComposePage() {
  const { saved, change, setPending, forget, renew } = useDraft("compose");
  const platform = useQuery(platformQuery);
  const templates = useQuery(templatesQuery);
  const balance = useQuery(balanceQuery).data?.balance;
  const [tried, setTried] = useState(false);
  const [field, setField] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const { sending, send, reset } = useSend({ onPending: setPending, onAccepted: forget });
  const { key, pending } = saved;
  useAddressee(pending === undefined, change);
  const draft = useOfferedChannel(saved.draft, platform.data?.channels);

  // The tab was reloaded before a response arrived: continue under the same key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form opens
  useEffect(() => {
    if (pending) void send(key, pending);
  }, []);

  const list = templates.data?.data ?? [];
  const missing = missingOf(draft);
  const request = missing ? undefined : requestOf(draft, list);
  const locked = sending.state !== "idle" && sending.state !== "refused";
  const quote = useQuote(locked ? undefined : request, balance);
  const errorOf = fieldErrors(
    quote.refusals,
    sending,
    tried ? missing : undefined,
    tried ? undefined : field,
  );

  const submit = () => {
    setTried(true);
    if (!request) {
      form.current
        ?.querySelector<HTMLElement>(`[name="${missing === "content" ? kindOf(draft) : missing}"]`)
        ?.focus();
      return;
    }
    void send(key, request);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || locked) return;
    event.preventDefault();
    submit();
  };
  const onChange = (changes: Partial<Draft>) => {
    if (sending.state === "refused") reset();
    setTried(false);
    change(changes);
  };
  const another = () => {
    renew();
    reset();
    setTried(false);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[name=text]")?.focus());
  };

  const channels = Object.keys(platform.data?.channels ?? { [draft.channel]: {} });
  const fields = (
    <fieldset disabled={locked} className="grid gap-5">
      <legend className="sr-only">{compose.title}</legend>
      <RecipientField draft={draft} onChange={onChange} error={errorOf("to")} />
      <ContentFields
        draft={draft}
        onChange={onChange}
        errorOf={errorOf}
        templates={templates}
        characters={platform.data?.limits.message_characters}
      />
      <WhenFields draft={draft} onChange={onChange} error={errorOf("send_at")} />
    </fieldset>
  );
  const sent = sending.state === "accepted";
  const template = kindOf(draft) === "template" ? list.find(({ id }) => id === draft.template) : undefined;
  const text = {
    template: template ? fill(template, draft.parameters) : "",
    media: draft.caption,
    text: draft.body,
  }[kindOf(draft)];
  const price = quote.quote?.price ?? platform.data?.channels[draft.channel]?.price;
  return (
    <Page title={compose.title}>
      <form
        ref={form}
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          if (!locked) submit();
        }}
        onFocus={(event: FocusEvent<HTMLFormElement>) =>
          setField(event.target.getAttribute("name") ?? undefined)
        }
        onBlur={() => setField(undefined)}
        // Its first row depends on the channels: until they are known, everything below would move.
        className={cx(
          "grid items-start gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,1fr)_20rem]",
          platform.isPending && "invisible",
        )}
      >
        <div className="card px-4 py-4 sm:px-5">
          {channels.length > 1 ? (
            <Tabs
              label={compose.channel}
              value={draft.channel}
              onChange={(channel) => locked || onChange({ channel })}
              tabs={channels.map((value) => ({
                value: value as Draft["channel"],
                label: compose.channels[value] ?? value,
              }))}
            >
              {fields}
            </Tabs>
          ) : (
            fields
          )}
        </div>
        <aside aria-label={compose.quote} className="grid gap-5 lg:row-span-2">
          <QuotePanel
            draft={draft}
            quote={quote.quote}
            price={price}
            balance={balance}
            charged={sent}
            failed={quote.failed}
          />
          <div className={template ? undefined : "max-lg:hidden"}>
            <Preview text={text} />
          </div>
        </aside>
        <div className="grid gap-3">
          {sending.state === "accepted" ? (
            <SendStatus accepted={sending.accepted} onAnother={another} />
          ) : (
            <>
              {sending.state === "refused" ? (
                <Outcome error={sending.error} />
              ) : (
                <Refusals refusals={quote.refusals} />
              )}
              <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <Button type="submit" look="primary" busy={locked} className="max-sm:w-full">
                  {draft.when === "later" ? compose.schedule : compose.send}
                </Button>
                {!locked && (
                  <kbd className="rounded border border-line px-1.5 py-0.5 font-sans text-xs text-muted max-sm:hidden">
                    {compose.shortcut}
                  </kbd>
                )}
                <p role="status" className="text-sm text-muted">
                  {sending.state === "sending" && compose.sending}
                  {sending.state === "finding-out" && compose.findingOut}
                </p>
              </div>
            </>
          )}
        </div>
      </form>
    </Page>
  );
}

/** Copies the recipient in the URL into the draft, once; the rest of the draft stays. */
function useAddressee(free: boolean, change: (changes: Partial<Draft>) => void) {
  const { to } = useSearch({ from: "/inside/messages/new" });
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new address matters
  useEffect(() => {
    if (to === undefined) return;
    if (free) change({ to, channel: isE164(toE164(to)) ? "whatsapp" : "in_app" });
    void navigate({ to: "/messages/new", search: {}, replace: true });
  }, [to]);
}

/** The draft, with a channel that this installation has. */
function useOfferedChannel(draft: Draft, channels: Record<string, unknown> | undefined): Draft {
  if (!channels || draft.channel in channels) return draft;
  const [first] = Object.keys(channels);
  return first ? { ...draft, channel: first as Draft["channel"] } : draft;
}
