import type { Transaction } from "./queries";

const DAYS = 30;

/**
 * The balance over the last 30 days as steps, from transactions (newest first) and the current balance. If the
 * transactions don't reach back 30 days, because there are too many, it begins with the oldest.
 */
export function courseOf(
  movements: readonly Pick<Transaction, "amount" | "balance_after" | "created_at">[],
  now: number,
  nowMs: number,
): { times: number[]; balances: number[] } {
  const times: number[] = [];
  const balances: number[] = [];
  const add = (ms: number, balance: number) => {
    const seconds = Math.floor(ms / 1000);
    // A chart's times must rise: of several transactions within a second the last counts.
    if (times.at(-1) === seconds) balances[balances.length - 1] = balance;
    else {
      times.push(seconds);
      balances.push(balance);
    }
  };
  const oldest = movements.at(-1);
  if (oldest) {
    const before = oldest.balance_after - oldest.amount;
    add(Math.min(nowMs - DAYS * 86_400_000, Date.parse(oldest.created_at) - 1000), before);
  } else add(nowMs - DAYS * 86_400_000, now);
  for (const row of movements.toReversed()) add(Date.parse(row.created_at), row.balance_after);
  add(Math.max(nowMs, ((times.at(-1) ?? 0) + 1) * 1000), now);
  return { times, balances };
}
