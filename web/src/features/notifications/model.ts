import type { LinkProps } from "@tanstack/react-router";
import type { Role } from "@/api/session";
import { formatDay, formatNumber } from "@/lib/format";
import type { LiveEvent } from "@/live/event";
import type { Preferences } from "@/live/preferences";
import { notifications as text } from "./strings";

/** An event that the bell lists. */
export type Notification = Pick<LiveEvent, "id" | "type" | "data" | "created_at">;

export type Kind = keyof typeof text.kinds;
export type NotificationType = keyof typeof text.titles;

/** The event types of each kind. Kinds can be switched off. */
const types: Record<Kind, readonly NotificationType[]> = {
  balance: ["credits.balance_low"],
  payments: ["recharge.failed", "recharge.refunded"],
  channels: ["channel.stopped", "channel.resumed", "channel.verified", "channel.verification_failed"],
  sending: ["account.sending_stopped", "account.sending_resumed"],
  plan: ["subscription.updated"],
  distributions: ["distribution.failed"],
};

export const KINDS = Object.keys(types) as Kind[];
export const TYPES: readonly NotificationType[] = Object.values(types).flat();

/** Resellers distribute credits; only businesses and admins have channels. */
export function kindsFor(role: Role): readonly Kind[] {
  return KINDS.filter(
    (kind) => (kind !== "distributions" || role === "reseller") && (kind !== "channels" || role !== "user"),
  );
}

export function isNotification(type: string): type is NotificationType {
  return (TYPES as readonly string[]).includes(type);
}

/** Names of preferences: of a kind that is switched off, and of the time until which everything was read. */
export const mutedName = (kind: Kind) => `notifications_${kind}_off`;
export const READ_UNTIL = "notifications_read_until";

export function isMuted(type: string, preferences: Preferences | undefined): boolean {
  const kind = KINDS.find((one) => (types[one] as readonly string[]).includes(type));
  return kind !== undefined && preferences?.[mutedName(kind)] === true;
}

export function readUntil(preferences: Preferences | undefined): number {
  const at = preferences?.[READ_UNTIL];
  const time = typeof at === "string" ? Date.parse(at) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}

export function isUnread({ created_at }: Notification, until: number): boolean {
  return Date.parse(created_at) > until;
}

export function titleOf(type: string): string {
  return isNotification(type) ? text.titles[type] : type;
}

/** A second sentence, from the event's data. */
export function detailOf({ type, data }: Notification): string | undefined {
  const number = (value: unknown) => (typeof value === "number" ? formatNumber(value) : "0");
  if (type === "credits.balance_low") return text.balanceLeft(number(data.balance), number(data.threshold));
  if (type === "recharge.failed") return text.notCharged;
  if (type === "recharge.refunded") return text.reversed;
  if (type === "channel.stopped")
    return text.waiting(text.channels[String(data.channel)] ?? String(data.channel));
  if (type === "account.sending_stopped") return typeof data.reason === "string" ? data.reason : undefined;
  if (type === "distribution.failed") return text.credits(number(data.credits));
  if (type !== "subscription.updated") return undefined;
  if (data.status === "past_due") return text.renewal;
  const { cancel_at_period_end, current_period_end } = data;
  return cancel_at_period_end === true && typeof current_period_end === "string"
    ? text.endsAt(formatDay(current_period_end))
    : undefined;
}

/** The page concerned. */
export function linkOf({ type, data }: Notification): Pick<LinkProps, "to" | "search"> {
  if (type.startsWith("recharge.")) {
    return data.asset === "CREDIT"
      ? { to: "/credits", search: { list: "recharges" } }
      : { to: "/wallet", search: { list: "deposits" } };
  }
  if (type.startsWith("channel.")) return { to: "/channels" };
  if (type.startsWith("account.")) return { to: "/messages", search: { status: "failed" } };
  if (type.startsWith("distribution.")) return { to: "/clients", search: { list: "distributions" } };
  if (type === "subscription.updated") return { to: "/plan" };
  return { to: "/credits", search: {} };
}
