import type { components } from "@/api/schema";
import type { Status } from "@/ui/status-chip";
import { messages } from "./strings";

export type Message = components["schemas"]["Message"];
export type MessageStatus = components["schemas"]["MessageStatus"];
export type Channel = components["schemas"]["Channel"];

/** Only the sender sees the job; a message to oneself counts as sent. */
export function isSent(message: Message): boolean {
  return message.job_id != null;
}

/** The other side's name or number. */
export function contactOf(message: Message): string {
  if (isSent(message)) return message.recipient?.username ?? message.to;
  return message.sender?.username ?? message.from ?? messages.somebody;
}

export function statusOf(message: Message): Status {
  return isSent(message) ? message.status : "received";
}

export function mediaOf(message: Message) {
  return message.content && "media" in message.content ? message.content.media : undefined;
}

export function templateOf(message: Message) {
  return message.content && "template" in message.content ? message.content.template : undefined;
}

/** A list's text for a message without a body. */
export function textOf(message: Message): string {
  if (message.body) return message.body;
  const media = mediaOf(message);
  return media ? messages.noText[media.type] : (templateOf(message)?.name ?? "");
}

/** Whether the charge was refunded: for messages that were not sent, never for those that may have been. */
export function isRefunded(message: Message): boolean {
  return message.status === "failed" || message.status === "cancelled";
}

/** `unknown` may still be corrected, and `delivered` become `read`. */
export function mayBeCancelled(message: Message): boolean {
  return isSent(message) && (message.status === "scheduled" || message.status === "queued");
}

export interface Step {
  name:
    | "accepted"
    | "scheduled"
    | "sent"
    | "delivered"
    | "read"
    | "failed"
    | "cancelled"
    | "unknown"
    | "received";
  /** Undefined: not yet, or the time is unknown. */
  at: string | undefined;
  /** Milliseconds since the previous step. */
  wait: number | undefined;
  done: boolean;
}

/** A message's past and future steps. `endedAt` is the end of its job. */
export function timeline(message: Message, endedAt?: string | null): Step[] {
  if (!isSent(message)) {
    return withWaits([
      { name: "received", at: message.created_at, done: true },
      { name: "read", at: message.read_at ?? undefined, done: message.read_at != null },
    ]);
  }
  const { status, sent_at, delivered_at, read_at, send_at } = message;
  const steps: Omit<Step, "wait">[] = [{ name: "accepted", at: message.created_at, done: true }];
  if (send_at) steps.push({ name: "scheduled", at: send_at, done: status !== "scheduled" });
  const stopped = status === "failed" || status === "cancelled" || status === "unknown";
  // In-app messages are handed over in one step.
  if (message.channel !== "in_app" && (sent_at || !stopped)) {
    steps.push({ name: "sent", at: sent_at ?? undefined, done: sent_at != null });
  }
  if (stopped) return withWaits([...steps, { name: status, at: endedAt ?? undefined, done: true }]);
  steps.push({ name: "delivered", at: delivered_at ?? undefined, done: delivered_at != null });
  steps.push({ name: "read", at: read_at ?? undefined, done: read_at != null });
  return withWaits(steps);
}

function withWaits(steps: Omit<Step, "wait">[]): Step[] {
  return steps.map((step, at) => {
    const before = steps[at - 1];
    // The time until the planned one is no delay.
    const known = step.done && step.at && before?.at && step.name !== "scheduled";
    const wait = known ? Date.parse(step.at ?? "") - Date.parse(before.at ?? "") : undefined;
    return { ...step, wait: wait !== undefined && wait >= 0 ? wait : undefined };
  });
}

const later: Partial<Record<MessageStatus, "sent_at" | "delivered_at" | "read_at">> = {
  sent: "sent_at",
  delivered: "delivered_at",
  read: "read_at",
};

/** A message after an event about it. The event's time is used until the message is fetched. */
export function advanced(
  message: Message,
  status: MessageStatus,
  at: string,
  error: Message["error"],
): Message {
  const field = later[status];
  const times = field && !message[field] ? { [field]: at } : {};
  return { ...message, ...times, status, error: error ?? (status === "failed" ? message.error : null) };
}

/** The same send as a shell command. */
export function asCurl(message: Message, origin: string): string {
  const media = mediaOf(message);
  const template = templateOf(message);
  const what = media
    ? { media }
    : template
      ? { template: { name: template.name, language: template.language } }
      : { body: message.body };
  const body = JSON.stringify({ channel: message.channel, to: message.to, ...what }, null, 2);
  return [
    `curl ${origin}/v1/messages \\`,
    `  -H "Authorization: Bearer $API_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -H "Idempotency-Key: $(uuidgen)" \\`,
    `  -d '${body.replaceAll("'", "'\\''").replaceAll("\n", "\n  ")}'`,
  ].join("\n");
}
