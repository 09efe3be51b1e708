import { formatExact, formatMoney, formatNumber, formatRelative, formatSigned } from "@/lib/format";
import { useNow } from "@/lib/use-now";

/** An amount of money: a string such as "100.50", as in the API. */
export function Money({ amount, currency }: { amount: string; currency: string }) {
  return <span className="tabular-nums">{formatMoney(amount, currency)}</span>;
}

/** Whole credits; `signed` for movements. */
export function Credits({ value, signed }: { value: number; signed?: boolean }) {
  return <span className="tabular-nums">{signed ? formatSigned(value) : formatNumber(value)}</span>;
}

/** A time relative to now, with the exact one in its title. */
export function DateTime({ value }: { value: string }) {
  const now = useNow();
  return (
    <time dateTime={value} title={formatExact(value)} className="whitespace-nowrap tabular-nums">
      {formatRelative(value, now)}
    </time>
  );
}
