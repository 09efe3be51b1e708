import { locale } from "@/lib/language";

/** "0.001250" and "USD" to "$0.00125": an answer costs a fraction of a cent. */
export function formatCost(amount: string, currency: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    maximumFractionDigits: 6,
  }).format(amount as Intl.StringNumericLiteral);
}
