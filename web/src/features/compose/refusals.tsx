import { isProblem } from "@/api/problem";
import { FormError } from "@/ui/states";
import { compose } from "./strings";
import type { Refusal } from "./use-quote";

/** Why the message would be refused, where no field is to blame. */
export function Refusals({ refusals }: { refusals: readonly Refusal[] }) {
  return refusals
    .filter((refusal) => refusal.errors.length === 0)
    .map((refusal) => <Refused key={refusal.code} code={refusal.code} text={refusal.message} />);
}

/** Why it was refused. The draft stays. */
export function Outcome({ error }: { error: unknown }) {
  if (isProblem(error)) {
    const text = error.fields.length > 0 ? undefined : error.message;
    return text && <Refused code={error.code} text={text} kept />;
  }
  return <FormError>{String(error)}</FormError>;
}

function Refused({ code, text, kept }: { code: string; text: string; kept?: boolean }) {
  const credits = code === "insufficient_credits";
  return (
    <FormError>
      {text} {kept && compose.draftKept}{" "}
      {credits && (
        <a href="/credits" className="font-medium underline underline-offset-3">
          {compose.noCredits}
        </a>
      )}
    </FormError>
  );
}
