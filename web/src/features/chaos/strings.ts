import { formatNumber } from "@/lib/format";
import { translated } from "@/lib/language";

const count = (n: number, one: string, many: string) => `${formatNumber(n)} ${n === 1 ? one : many}`;

export const chaos = translated("chaos/chaos", {
  title: "Chaos",
  description:
    "Break this system while it works, and see whether it loses a message or a credit. The processes, the queues and the ledger are real; only the phones are simulated.",
  absentTitle: "This system can't be broken from here",
  absent: "Only `switchboard dev` with the simulated WhatsApp has this page.",

  verdict: {
    idle: "Ready. Nothing is broken yet.",
    idleHint:
      "Start the load, then break something while it runs. The ledger is audited every two seconds, and after each of your actions.",
    working: (n: string) => `${n} messages are on their way`,
    sending: "Messages are being sent",
    workingHint: "Each of them is stored in Postgres, so it survives what you do now.",
    proven: "Nothing was lost",
    broken: "A promise does not hold",
    brokenHint: "This is a defect. The log below has what led to it.",
  },
  did: {
    worker_killed: (n: number) => `killed ${count(n, "worker", "workers")}`,
    redis_flushed: (n: number) => (n === 1 ? "emptied Redis" : `emptied Redis ${formatNumber(n)} times`),
    provider: "broke the provider",
  },
  youDid: (list: string) => `You ${list}.`,
  result: (accepted: string, delivered: string, failed: string) =>
    `All ${accepted} messages are accounted for: ${delivered} delivered once, ${failed} refused by the phone and refunded.`,
  unknown: (n: number) =>
    `${count(n, "message", "messages")} of a killed worker may have arrived: not sent again, not refunded.`,
  audited: (n: number) => `${count(n, "ledger audit", "ledger audits")}, all passed.`,

  turn: "Your turn",
  turnHint: "In this order, or any other.",
  done: "Done",
  load: {
    title: "Start the load",
    text: "500 messages in 25 seconds: half within the platform, half to simulated phones. One phone refuses.",
    button: "Start",
    busy: "Sending…",
  },
  kill: {
    title: "Kill a worker",
    text: "SIGKILL: the process can't finish its jobs or hand them back. Once their lease expires, after 15 seconds, another worker takes them.",
    button: "Kill",
  },
  flush: {
    title: "Empty Redis",
    text: "Deletes every key: queues, rate limits, presence. Postgres fills the queues again.",
    button: "Delete all keys",
  },
  provider: {
    title: "Trouble the provider",
    text: "The simulated WhatsApp takes 1.5 seconds to answer, refuses every message, or reports “read” before “sent”.",
    slow: "Slow",
    broken: "Refusing",
    reordered: "Wrong order",
  },
  heal: {
    title: "Repair the provider",
    text: "Messages that wait for another attempt go out by themselves.",
    button: "Repair",
  },

  figures: "Does it add up?",
  accepted: "Accepted",
  delivered: "Delivered",
  failed: "Refused, refunded",
  uncertain: "Outcome unknown",
  underway: "On their way",
  equation: (accepted: string, delivered: string, failed: string, underway: string) =>
    `${accepted} accepted: ${delivered} delivered, ${failed} refused and refunded, ${underway} on their way.`,
  lost: "Lost",
  twice: "Sent twice",
  charged: "Credits charged",
  refunded: "Credits refunded",
  audits: "Ledger audit",
  passed: "Passed",
  notPassed: "Failed",
  notYet: "Not yet",
  auditsSoFar: (n: number) => `${count(n, "time", "times")} so far`,
  head: (blocks: string, hash: string) => `${blocks} blocks in the hash chain, the last ${hash}`,

  rate: "Deliveries a second",
  rateHint: (peak: string, span: number) => `Last ${span} seconds, at most ${peak}. Marks are your actions.`,
  rateLabel: (now: string, peak: string) => `${now} deliveries a second now, at most ${peak}.`,
  jobs: "Jobs",
  waiting: "Waiting",
  running: "Running",
  retrying: "Retrying",
  succeeded: "Succeeded",
  ended: "Failed",
  retried: (n: number) => `${count(n, "job", "jobs")} needed more than one attempt.`,
  workers: "Worker processes",
  workersHint: "Two to kill. A third one, inside the main process, stays.",
  worker: (number: number) => `Worker ${number}`,
  process: (pid: number) => `process ${pid}`,
  restarting: "starting again…",
  killed: (n: number) => `replaced ${count(n, "time", "times")}`,

  log: "What happened",
  logEmpty: "Your actions, and what follows from them.",
  faults: {
    worker_killed: "worker killed",
    redis_flushed: "Redis emptied",
    provider_slowed: "provider slowed",
    provider_broken: "provider refuses",
    statuses_reordered: "statuses in the wrong order",
  } as Record<string, string>,
  events: {
    worker_started: ({ worker, pid }) => `Worker ${worker} started as process ${pid}.`,
    worker_ended: ({ worker, pid }) => `Worker ${worker}, process ${pid}, ended.`,
    worker_killed: ({ worker, pid, jobs }) =>
      Number(jobs) > 0
        ? `Worker ${worker}, process ${pid}, was killed with ${count(Number(jobs), "job", "jobs")} in hand. Another one takes over when the lease expires.`
        : `Worker ${worker}, process ${pid}, was killed between two jobs.`,
    redis_flushed: ({ keys }) => `Redis was emptied: ${count(Number(keys), "key", "keys")} deleted.`,
    load_started: ({ messages }) => `A burst of ${formatNumber(Number(messages))} messages began.`,
    load_sent: ({ accepted, refused }) =>
      `The burst is sent: ${formatNumber(Number(accepted))} accepted so far, ${formatNumber(Number(refused))} not accepted.`,
    provider_slowed: () => "The provider takes 1.5 seconds for each answer.",
    provider_broken: () => "The provider refuses all messages. They wait and are tried again.",
    statuses_reordered: () => "The provider reports statuses in the wrong order: “read” first.",
    provider_healed: () => "The provider works again.",
    audit_passed: ({ blocks }) =>
      `The whole ledger was replayed and adds up; block ${formatNumber(Number(blocks))} of the hash chain.`,
    audit_failed: () => "The ledger audit found discrepancies.",
  } as Record<string, (detail: Record<string, number | string>) => string>,
});
