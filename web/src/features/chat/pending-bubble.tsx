import { useQueryClient } from "@tanstack/react-query";
import { cx } from "@/lib/cx";
import { sentence } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { discard, type Pending, retry } from "./outbox";
import { chat } from "./strings";

/** A message that is being sent, or was rejected. */
export function PendingBubble({ id, pending }: { id: string; pending: Pending }) {
  const client = useQueryClient();
  const { clientId, body, state } = pending;
  const failed = state === "failed";
  return (
    <article className="ml-auto grid max-w-[min(85%,34rem)] justify-items-end gap-0.5">
      <div
        className={cx(
          "max-w-full min-w-0 rounded-2xl rounded-br-md px-3.5 py-2",
          failed ? "bg-danger-soft text-on-danger-soft" : "bg-accent-soft text-on-accent-soft",
        )}
      >
        <span className="sr-only">{chat.you("")}</span>
        <p className="break-words whitespace-pre-wrap">{body}</p>
      </div>
      {failed ? (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2 text-sm">
          <span className="text-danger">{chat.failed(sentence(pending.error ?? ""))}</span>
          <Button size="sm" onClick={() => retry(client, id, clientId)}>
            {chat.again}
          </Button>
          <Button size="sm" look="quiet" onClick={() => discard(id, clientId)}>
            {chat.discard}
          </Button>
        </div>
      ) : (
        <p className="px-1 text-xs text-muted tabular-nums">
          <State pending={pending} />
        </p>
      )}
    </article>
  );
}

function State({ pending: { state, until } }: { pending: Pending }) {
  if (state === "waiting") return chat.waiting;
  if (state === "slow" && until) return chat.tooFast(Math.max(1, Math.ceil((until - Date.now()) / 1000)));
  return chat.sending;
}
