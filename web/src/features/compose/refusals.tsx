import { Link } from "@tanstack/react-router";
import { isProblem } from "@/api/problem";
import { FormError } from "@/ui/states";
import { compose } from "./strings";
import type { Refusal } from "./use-quote";

// Fields that show their own errors.
const SHOWN =
  /^(to|body|send_at|media(\.(link|caption|filename))?|template(\.(name|language|header_text|header_media|button_parameters|parameters\..+))?)$/;

const unseen = (errors: Refusal["errors"]) => errors.filter(({ field }) => !SHOWN.test(field));

/** Why the message would be rejected, unless a field shows it. */
export function Refusals({ refusals }: { refusals: readonly Refusal[] }) {
  return refusals
    .filter(({ errors }) => errors.length === 0 || unseen(errors).length > 0)
    .map(({ code, message, errors }) => (
      <Refused key={code} code={code} text={[message, ...unseen(errors).map(named)].join(" ")} />
    ));
}

const named = ({ field, message }: Refusal["errors"][number]) => `${field} ${message}.`;

/** Why it was rejected. The draft stays. */
export function Outcome({ error }: { error: unknown }) {
  if (!isProblem(error)) return <FormError>{String(error)}</FormError>;
  const rest = unseen(error.fields);
  if (error.fields.length > 0 && rest.length === 0) return null;
  return <Refused code={error.code} text={[error.message, ...rest.map(named)].join(" ")} kept />;
}

function Refused({ code, text, kept }: { code: string; text: string; kept?: boolean }) {
  const credits = code === "insufficient_credits";
  return (
    <FormError>
      {text} {kept && compose.draftKept}{" "}
      {credits && (
        <Link
          to="/credits"
          search={{}}
          className="font-medium whitespace-nowrap underline underline-offset-3"
        >
          {compose.noCredits}
        </Link>
      )}
    </FormError>
  );
}
