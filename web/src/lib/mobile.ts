/** Converts a number as people write it, "+1 (555) 010-0001" or "0049 …", to E.164. The server validates it. */
export function toE164(text: string): string {
  const digits = text.replace(/[\s().\-/]/g, "");
  return digits.startsWith("00") ? `+${digits.slice(2)}` : digits;
}

export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}
