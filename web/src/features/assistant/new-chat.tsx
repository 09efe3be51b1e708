import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import Bot from "lucide-react/icons/bot";
import { useState } from "react";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { useChatDraft } from "@/features/chat/composer";
import { MessageField } from "@/features/chat/message-field";
import { post } from "@/features/chat/outbox";
import { addConversation } from "@/features/chat/queries";
import { usageQuery } from "@/features/plan/queries";
import { sentence } from "@/lib/use-form-problem";
import { nameOf } from "./name";
import { OutOfUnits } from "./out-of-units";
import { assistant } from "./strings";
import { ThreadHeader } from "./thread-header";

/** A new chat, named after its first question. */
export function NewChat() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useChatDraft("new");
  const usage = useQuery(usageQuery).data;
  // One chat per question, however often it is sent.
  const [keys] = useState(() => new Map<string, string>());
  const start = useMutation({
    mutationFn: (question: string) => {
      const key = keys.get(question) ?? newIdempotencyKey();
      keys.set(question, key);
      const body = { kind: "assistant" as const, name: nameOf(question) };
      return data(api.POST("/v1/conversations", { body, headers: idempotent(key) }));
    },
    onSuccess: (conversation, question) => {
      addConversation(client, conversation);
      post(client, conversation.id, question);
      setDraft("");
      void navigate({ to: "/assistant/$id", params: { id: conversation.id }, replace: true });
    },
  });
  const out = usage?.remaining === 0;
  const ask = (question: string) => {
    if (!start.isPending && !out) start.mutate(question);
  };
  return (
    <section aria-label={assistant.start} className="flex min-h-0 min-w-0 flex-col bg-surface">
      <ThreadHeader title={assistant.start} page="new" />
      <div className="min-h-0 grow overflow-y-auto">
        <div className="mx-auto grid min-h-full max-w-xl grid-cols-[minmax(0,1fr)] content-center gap-5 px-4 py-6 sm:px-6">
          <div className="grid justify-items-center gap-3 text-center">
            <span className="grid size-11 place-items-center rounded-xl bg-sunken text-muted">
              <Bot size={20} aria-hidden />
            </span>
            <h2 className="text-lg">{assistant.ask}</h2>
          </div>
          <ul className="grid gap-2">
            {assistant.samples.map((sample) => (
              <li key={sample}>
                <button
                  type="button"
                  disabled={out}
                  onClick={() => ask(sample)}
                  className="min-h-11 w-full rounded-lg border border-line-strong px-4 py-2 text-left hover:bg-hover disabled:cursor-not-allowed disabled:border-line disabled:text-muted"
                >
                  {sample}
                </button>
              </li>
            ))}
          </ul>
        </div>
      </div>
      {usage && out && <OutOfUnits usage={usage} />}
      <MessageField
        text={draft}
        onChange={setDraft}
        label={assistant.question}
        placeholder={assistant.placeholder}
        action={assistant.send}
        busy={start.isPending}
        blocked={out}
        error={start.error ? sentence(start.error.message) : undefined}
        onSubmit={() => ask(draft)}
      />
    </section>
  );
}
