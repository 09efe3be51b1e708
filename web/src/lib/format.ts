import { locale } from "./language";

// Formats numbers, money and times by Intl. Money and ids are strings end to end and never become a Number.

/** Creating a format takes milliseconds, so each is created on first use. */
function once<Format>(make: () => Format): () => Format {
  let made: Format | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const whole = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const signed = once(
  () => new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: "exceptZero" }),
);
const tenths = once(
  () => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const exact = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" }));
const short = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }));
const clock = once(() => new Intl.DateTimeFormat(locale, { timeStyle: "short" }));
const seconds = once(() => new Intl.DateTimeFormat(locale, { timeStyle: "medium" }));
const day = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "medium" }));
const dayOfMonth = once(() => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }));
const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" }));

export function formatNumber(value: number): string {
  return whole().format(value);
}

export function formatSigned(value: number): string {
  // A real minus sign: Intl's hyphen is too short beside a plus.
  return signed().format(value).replace("-", "−");
}

/** "100.50" and "USD" to "$100.50". Intl gets the digits as text, so none is lost. */
export function formatMoney(amount: string, currency: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(
    amount as Intl.StringNumericLiteral,
  );
}

export function formatExact(time: string): string {
  return exact().format(new Date(time));
}

export function formatShort(time: string): string {
  return short().format(new Date(time));
}

export function formatTime(time: string): string {
  return clock().format(new Date(time));
}

/** "12:30:05". */
export function formatTimeOfDay(time: string): string {
  return seconds().format(new Date(time));
}

export function formatDay(time: string): string {
  return day().format(new Date(time));
}

/** "3 Mar": a day of a chart, without the year. `seconds` since the epoch, at the start of a UTC day. */
export function formatDayOfMonth(seconds: number): string {
  return dayOfMonth().format(new Date(seconds * 1000));
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 min. ago", "in 2 hr.", "yesterday"; a date if more than a week away. */
export function formatRelative(time: string, now: number = Date.now()): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  if (Math.abs(seconds) > 7 * 86_400) return formatDay(time);
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative().format(Math.trunc(seconds / size), unit);
  }
  return Math.abs(seconds) < 10
    ? relative().format(0, "second")
    : relative().format(Math.trunc(seconds), "second");
}

/** "Today", "Yesterday", or a date, in this browser's time zone. */
export function formatDayName(time: string, now: number = Date.now()): string {
  const midnight = (moment: Date) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
  // With daylight saving time a day may have 23 or 25 hours.
  const ago = Math.round(
    (midnight(new Date(time)).getTime() - midnight(new Date(now)).getTime()) / 86_400_000,
  );
  if (ago > 0 || ago < -1) return formatDay(time);
  const name = relative().format(ago, "day");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** "a, b and c". */
export function formatList(parts: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(parts);
}

/** "38 ms", "1.2 s", "3 min": a duration in milliseconds. */
export function formatWait(milliseconds: number): string {
  if (milliseconds < 1000) return `${whole().format(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${tenths().format(milliseconds / 1000)} s`;
  return `${whole().format(milliseconds / 60_000)} min`;
}
