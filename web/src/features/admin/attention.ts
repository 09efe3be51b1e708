import type { LinkProps } from "@tanstack/react-router";
import { formatNumber, formatShort } from "@/lib/format";
import type { Proof, QueueStatus, Throttle } from "./queries";
import { overview } from "./strings";

/** The state of the platform. What could not be loaded is undefined, and raises nothing. */
export interface PlatformState {
  proof?: Proof | undefined;
  queues?: readonly QueueStatus[] | undefined;
  throttles?: readonly Throttle[] | null | undefined;
}

export interface Attention {
  key: string;
  /** Whether it stays broken until an operator acts. */
  urgent: boolean;
  text: string;
  link: Pick<LinkProps, "to">;
}

/** A queue whose oldest due job waits longer needs more workers, or has lost them. */
const OLD_SECONDS = 60;

/** Everything that an operator should look at, the most urgent first. */
export function attentionOf({ proof, queues = [], throttles }: PlatformState): Attention[] {
  const found: Attention[] = [];
  const toQueues = { to: "/admin/queues" } as const;
  if (proof && !proof.holds) {
    found.push({ key: "ledger", urgent: true, text: overview.ledgerBroken, link: { to: "/admin/ledger" } });
  }
  for (const { throttle, stopped, code, closed_until: until } of throttles ?? []) {
    if (stopped) {
      const text = overview.throttleStopped(throttle, code ?? "");
      found.push({ key: throttle, urgent: true, text, link: toQueues });
    } else if (until && Date.parse(until) > Date.now()) {
      const text = overview.throttlePaused(throttle, formatShort(until));
      found.push({ key: throttle, urgent: false, text, link: toQueues });
    }
  }
  for (const { queue, oldest_due_seconds: oldest } of queues) {
    if (oldest == null || oldest < OLD_SECONDS) continue;
    const text = overview.queueOld(queue, formatNumber(Math.floor(oldest / 60)));
    found.push({ key: `old-${queue}`, urgent: true, text, link: toQueues });
  }
  const failed = queues.reduce((sum, queue) => sum + queue.failed_last_hour, 0);
  if (failed > 0) {
    found.push({ key: "failed", urgent: false, text: overview.failed(failed), link: toQueues });
  }
  return found.toSorted((a, b) => Number(b.urgent) - Number(a.urgent));
}
