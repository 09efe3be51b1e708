import type { LinkProps } from "@tanstack/react-router";
import { kindName } from "@/features/jobs/model";
import { formatNumber, formatShort } from "@/lib/format";
import type { FailureGroup, Payment, Process, Proof, QueueStatus, Throttle } from "./queries";
import { overview } from "./strings";

/** Payments that block their users, of which each has one at most, and failed ones of the last day. */
interface TroubledPayments {
  blocking: readonly Payment[];
  failed: readonly Payment[];
}

/** The state of the platform. What could not be loaded is undefined, and raises nothing. */
export interface PlatformState {
  proof?: Proof | undefined;
  queues?: readonly QueueStatus[] | undefined;
  throttles?: readonly Throttle[] | null | undefined;
  failures?: readonly FailureGroup[] | undefined;
  processes?: readonly Process[] | null | undefined;
  payments?: TroubledPayments | undefined;
}

export interface Attention {
  key: string;
  /** Whether it stays broken until an operator acts. */
  urgent: boolean;
  text: string;
  link: Pick<LinkProps, "to" | "search">;
}

/** A queue whose oldest due job waits longer needs more workers, or has lost them. */
const OLD_SECONDS = 60;

/** Of the kinds of failures, this many are named. */
const NAMED_FAILURES = 3;

const toQueues = { to: "/admin/queues" } as const;

/** Everything that an operator should look at, the most urgent first. */
export function attentionOf(state: PlatformState): Attention[] {
  const found: Attention[] = [];
  if (state.proof && !state.proof.holds) {
    found.push({ key: "ledger", urgent: true, text: overview.ledgerBroken, link: { to: "/admin/ledger" } });
  }
  found.push(
    ...processItems(state.processes ?? []),
    ...throttleItems(state.throttles ?? []),
    ...queueItems(state.queues ?? []),
    ...failureItems(state),
    ...(state.payments ? paymentItems(state.payments) : []),
  );
  return found.toSorted((a, b) => Number(b.urgent) - Number(a.urgent));
}

function processItems(processes: readonly Process[]): Attention[] {
  const items: Attention[] = [];
  for (const { id, role, host, status, stalled_loops: loops } of processes) {
    if (status === "running") continue;
    const place = host ?? id;
    const text =
      status === "lost" ? overview.processLost(role, place) : overview.processStalled(role, place, loops);
    items.push({ key: `process-${id}`, urgent: true, text, link: { to: "/admin/processes" } });
  }
  return items;
}

function throttleItems(throttles: readonly Throttle[]): Attention[] {
  const items: Attention[] = [];
  for (const { throttle, stopped, code, closed_until: until } of throttles) {
    if (stopped) {
      const text = overview.throttleStopped(throttle, code ?? "");
      items.push({ key: throttle, urgent: true, text, link: toQueues });
    } else if (until && Date.parse(until) > Date.now()) {
      const text = overview.throttlePaused(throttle, formatShort(until));
      items.push({ key: throttle, urgent: false, text, link: toQueues });
    }
  }
  return items;
}

function queueItems(queues: readonly QueueStatus[]): Attention[] {
  const items: Attention[] = [];
  for (const { queue, paused, waiting, oldest_due_seconds: oldest } of queues) {
    if (paused) {
      const text = overview.queuePaused(queue, waiting);
      items.push({ key: `paused-${queue}`, urgent: false, text, link: toQueues });
    } else if (oldest != null && oldest >= OLD_SECONDS) {
      const text = overview.queueOld(queue, formatNumber(Math.floor(oldest / 60)));
      items.push({ key: `old-${queue}`, urgent: true, text, link: toQueues });
    }
  }
  return items;
}

/** The most frequent failures by name; before these are known their number. */
function failureItems({ failures, queues = [] }: PlatformState): Attention[] {
  const item = (key: string, text: string) => ({ key, urgent: false, text, link: toQueues });
  if (failures) {
    return failures
      .slice(0, NAMED_FAILURES)
      .map(({ queue, kind, code, jobs }) =>
        item(`failed-${queue}-${kind}-${code}`, overview.failedKind(jobs, kindName(kind), code ?? "")),
      );
  }
  const failed = queues.reduce((sum, queue) => sum + queue.failed_last_hour, 0);
  return failed > 0 ? [item("failed", overview.failed(failed))] : [];
}

function paymentItems({ blocking, failed }: TroubledPayments): Attention[] {
  const item = (key: string, text: string, status: "blocking" | "failed"): Attention => {
    const link = { to: "/admin/payments", search: { status } } as const;
    return { key, urgent: false, text, link };
  };
  return [
    ...(blocking.length > 0 ? [item("blocked", overview.purchasesBlocked(blocking.length), "blocking")] : []),
    ...(failed.length > 0 ? [item("payments", overview.paymentsFailed(failed.length), "failed")] : []),
  ];
}
