export interface Note {
  id: number;
  text: string;
  kind: "ok" | "error";
  action?: { label: string; run: () => void } | undefined;
}

let notes: readonly Note[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Note[]): void {
  notes = next;
  for (const listener of listeners) listener();
}

/** Reports success or failure. Errors of a form belong beside its fields, not here. */
export function toast(text: string, options: { kind?: Note["kind"]; action?: Note["action"] } = {}): void {
  const note = { id: nextId++, text, kind: options.kind ?? "ok", action: options.action } as const;
  set([...notes.slice(-2), note]);
}

export function dismissToast(id: number): void {
  set(notes.filter((note) => note.id !== id));
}

export function getToasts(): readonly Note[] {
  return notes;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
