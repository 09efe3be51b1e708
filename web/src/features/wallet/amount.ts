/** Converts "1,50" and " 1.5 " to the API's format; undefined if it is no amount, or zero. */
export function amountOf(text: string): string | undefined {
  const plain = text.trim().replace(",", ".");
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return undefined;
  return /[1-9]/.test(plain) ? plain : undefined;
}

/** The exact difference of two amounts with two places. */
export function minus(one: string, other: string): string {
  const hundredths = (amount: string) => {
    const [units = "0", places = ""] = amount.split(".");
    return BigInt(units + places.padEnd(2, "0").slice(0, 2));
  };
  const left = hundredths(one) - hundredths(other);
  const digits = (left < 0n ? -left : left).toString().padStart(3, "0");
  return `${left < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
