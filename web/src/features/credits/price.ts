/** The exact price of credits: a decimal with two places, so it is computed in hundredths. */
export function priceOf(count: string, each: string): string {
  const [units = "0", places = ""] = each.split(".");
  const hundredths = BigInt(units + places.padEnd(2, "0").slice(0, 2)) * BigInt(count);
  const digits = hundredths.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
