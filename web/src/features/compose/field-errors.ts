import { isProblem } from "@/api/problem";
import { sentence } from "@/lib/use-form-problem";
import type { Missing } from "./draft";
import { compose } from "./strings";
import type { Refusal } from "./use-quote";
import type { Sending } from "./use-send";

/** A field's error: after *Send* that it is missing, otherwise the server's. The focused field shows none. */
export function fieldErrors(
  refusals: readonly Pick<Refusal, "errors">[],
  sending: Sending,
  missing: Missing | undefined,
  typing: string | undefined,
) {
  const known = sending.state === "refused" && isProblem(sending.error) ? sending.error.fields : [];
  const errors = [...known, ...refusals.flatMap((refusal) => refusal.errors)];
  return (name: string, control: string = name): string | undefined => {
    if (missing === "to" && name === "to") return compose.required.to;
    if (missing === "at" && name === "send_at") return compose.atRequired;
    if (missing === "content" && (name === "body" || name === "template" || name === "media.link")) {
      return compose.required.content;
    }
    if (typing === control) return undefined;
    const found = errors.find((error) => error.field === name);
    return found && sentence(found.message);
  };
}
