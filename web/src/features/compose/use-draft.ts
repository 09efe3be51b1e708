import { useRef, useState } from "react";
import { useUser } from "@/app/use-session";
import { forgetDraft, writeDraft } from "@/lib/tab-draft";
import { type Draft, loadSaved, newSaved, type Saved } from "./draft";

/** A draft of this tab with its idempotency key, kept over a reload. Another name is another draft. */
export function useDraft(name: string, initial?: Draft) {
  const user = useUser();
  const [saved, setSaved] = useState<Saved>(() => loadSaved(name, user.id) ?? newSaved(user.id, initial));
  const latest = useRef(saved);
  const set = (next: Saved) => {
    latest.current = next;
    setSaved(next);
    writeDraft(name, next);
  };
  return {
    saved,
    change: (changes: Partial<Draft>) =>
      set({ ...latest.current, draft: { ...latest.current.draft, ...changes } }),
    setPending: (pending: Saved["pending"]) => set({ ...latest.current, pending }),
    /** It was sent: a reload starts with an empty one. */
    forget: () => forgetDraft(name),
    /** The next message: to the same recipient, under a new key, with the kept part of this one. */
    renew: (keep: Partial<Draft> = {}) => {
      const { channel, to } = latest.current.draft;
      const next = newSaved(user.id, initial);
      set({ ...next, draft: { ...next.draft, channel, to, ...keep } });
    },
  };
}
