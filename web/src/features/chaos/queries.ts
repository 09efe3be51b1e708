import { queryOptions } from "@tanstack/react-query";
import { authorizedFetch } from "@/api/client";

// These paths exist in `switchboard dev` alone, so the API's description and the types made from it lack them.
const PATH = "/v1/dev/chaos";

export type Action =
  | "load"
  | "kill_worker"
  | "flush_redis"
  | "slow_provider"
  | "break_provider"
  | "reorder_statuses"
  | "heal_provider";

export interface WorkerProcess {
  number: number;
  /** Null while it is started again. */
  pid: number | null;
  started_at: string | null;
  restarts: number;
}

/** Of the messages of all bursts since the program started. */
export interface Outcomes {
  found: number;
  delivered: number;
  /** The provider took them, and has not reported the delivery yet. */
  sent: number;
  /** Refused for good: their price is refunded. */
  failed: number;
  unknown: number;
  /** Jobs by state; `ended` are those that failed. */
  waiting: number;
  retrying: number;
  running: number;
  succeeded: number;
  ended: number;
  /** Jobs with more than one attempt. */
  retried: number;
  /** Credits. */
  charged: number;
  refunded: number;
}

export interface LogEntry {
  number: number;
  at: string;
  event: string;
  detail: Record<string, number | string>;
}

export interface Chaos {
  at: string;
  workers: readonly WorkerProcess[];
  load: { is_running: boolean; accepted: number; refused: number };
  outcomes: Outcomes;
  provider: {
    troubles: { slow: boolean; broken: boolean; reordered: boolean };
    received: number;
    sent_twice: number;
  };
  audit: { holds: boolean; checked_at: string; blocks: number; head: string | null; audits: number } | null;
  /** Newest first. */
  log: readonly LogEntry[];
}

async function call(path: string, init: RequestInit): Promise<Chaos> {
  const response = await authorizedFetch(new Request(location.origin + path, init));
  return response.json() as Promise<Chaos>;
}

// None of this is in the event log, so it is polled: only while the page is visible.
export const chaosQuery = queryOptions({
  queryKey: ["chaos"],
  queryFn: ({ signal }) => call(PATH, { signal }),
  refetchInterval: 1_000,
  gcTime: 0,
});

export const act = (action: Action) =>
  call(`${PATH}/actions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ action }),
  });
