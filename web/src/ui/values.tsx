import { useSyncExternalStore } from "react";
import { formatExact, formatMoney, formatNumber, formatRelative, formatSigned } from "@/lib/format";

/** An amount of money: a string such as "100.50", as the API has it. */
export function Money({ amount, currency }: { amount: string; currency: string }) {
  return <span className="tabular-nums">{formatMoney(amount, currency)}</span>;
}

/** Whole credits; `signed` for what moved. */
export function Credits({ value, signed }: { value: number; signed?: boolean }) {
  return <span className="tabular-nums">{signed ? formatSigned(value) : formatNumber(value)}</span>;
}

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

// One clock for all relative times, which stands while nothing shows one.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 15_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** A time relative to now, with the exact one in its title. */
export function DateTime({ value }: { value: string }) {
  const at = useSyncExternalStore(subscribe, () => now);
  return (
    <time dateTime={value} title={formatExact(value)} className="whitespace-nowrap tabular-nums">
      {formatRelative(value, Math.max(at, Date.now() - 15_000))}
    </time>
  );
}
