import type { LinkProps } from "@tanstack/react-router";
import type { components } from "@/api/schema";
import { formatNumber, formatShort } from "@/lib/format";
import type { Balance } from "@/live/balance";
import { home } from "./strings";

type Schemas = components["schemas"];

/** The account's state. Unavailable parts are undefined and ignored. */
export interface Known {
  balance: Balance | undefined;
  /** Newest first. */
  recharges: readonly Schemas["Recharge"][] | undefined;
  channel: Schemas["WhatsappChannel"] | undefined;
  sending: Schemas["Sending"] | undefined;
}

export interface Attention {
  key: string;
  /** Whether nothing proceeds until the user acts. */
  urgent: boolean;
  text: string;
  action: string;
  link: Pick<LinkProps, "to" | "search">;
}

const text = home.attention;
const toCredits = { to: "/credits", search: {} } as const;
const toPurchases = { to: "/credits", search: { list: "recharges" } } as const;
const toWaiting = { to: "/messages", search: { channel: "whatsapp", status: "queued" } } as const;

/** Items that need attention, the most urgent first. */
export function attentionOf({ balance, recharges, channel, sending }: Known): Attention[] {
  const found: Attention[] = [];
  if (sending?.stopped_at) {
    const action = text.showFailed;
    const link = { to: "/messages", search: { status: "failed" } } as const;
    found.push({
      key: "sending",
      urgent: true,
      text: text.stopped(sending.stopped_reason ?? ""),
      action,
      link,
    });
  }
  if (channel && channel.status !== "active") {
    found.push({
      key: "channel",
      urgent: channel.status !== "paused",
      text:
        text.channel[channel.status]?.(channel.until ? formatShort(channel.until) : "") ?? text.noWhatsapp,
      action: text.showWaiting,
      link: toWaiting,
    });
  }
  if (recharges?.some(({ status }) => status === "refunded")) {
    found.push({
      key: "refunded",
      urgent: true,
      text: text.refunded,
      action: text.showPurchases,
      link: toPurchases,
    });
  }
  if (recharges?.[0]?.status === "failed") {
    found.push({
      key: "recharge",
      urgent: false,
      text: text.rechargeFailed,
      action: text.showPurchases,
      link: toPurchases,
    });
  }
  const threshold = balance?.low_balance_threshold;
  if (balance && threshold != null && balance.balance < threshold) {
    const left = formatNumber(balance.balance);
    found.push({
      key: "low",
      urgent: balance.balance <= 0,
      text: text.low(left),
      action: text.buy,
      link: toCredits,
    });
  }
  return found.toSorted((a, b) => Number(b.urgent) - Number(a.urgent));
}
