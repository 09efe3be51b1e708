const KEY = "swb-draft";

// What is being written lives as long as its tab. Where storage is switched off it lives as long as its page.

export function readDraft(): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

/** Never a token, nor anything else that opens something. */
export function writeDraft(draft: unknown): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {}
}

export function forgetDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {}
}
