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
 * Assigns the server's errors to their fields, focuses the first one, and keeps the rest for the form. `conflicts` maps
 * codes such as `username_taken` to fields; `plain` replaces the server's text for a field.
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
