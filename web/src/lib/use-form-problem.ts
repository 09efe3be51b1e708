import { useCallback, useState } from "react";
import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { isProblem } from "@/api/problem";
import { useCountdown } from "./use-countdown";

/** "must have at least 8 characters" as a sentence. */
export function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

interface Words<Values extends FieldValues> {
  conflicts?: Record<string, Path<Values>>;
  plain?: Partial<Record<Path<Values>, string>>;
}

/**
 * Puts what the server says beside the fields that it blames, moves the focus to the first of them, and keeps
 * the rest for the form. `conflicts` names the field that a code is about, such as `username_taken`; `plain` has words
 * for a field that take the place of the server's.
 */
export function useFormProblem<Values extends FieldValues>(
  setError: UseFormSetError<Values>,
  fields: readonly Path<Values>[],
  { conflicts = {}, plain = {} }: Words<Values> = {},
) {
  const [formError, setFormError] = useState<string>();
  const [wait, startWait] = useCountdown();
  const clear = useCallback(() => setFormError(undefined), []);
  const show = (error: unknown) => {
    if (!isProblem(error)) return setFormError(error instanceof Error ? error.message : String(error));
    // The dialog over the page asks for a login.
    if (error.code === "unauthenticated") return;
    if (error.status === 429) startWait(error.retryAfter ?? 5);
    const blamed = error.fields.filter(({ field }) => fields.includes(field as Path<Values>));
    const conflict = conflicts[error.code];
    if (conflict) setError(conflict, { message: error.message }, { shouldFocus: true });
    blamed.forEach(({ field, message }, at) => {
      const words = plain[field as Path<Values>] ?? sentence(message);
      setError(field as Path<Values>, { message: words }, { shouldFocus: at === 0 });
    });
    if (!conflict && blamed.length === 0) setFormError(error.message);
  };
  return { formError, wait, show, clear };
}
