import Check from "lucide-react/icons/check";
import Circle from "lucide-react/icons/circle";
import { cx } from "@/lib/cx";
import { auth } from "./strings";

const MIN_CHARACTERS = 8;
const MIN_FIELD = 3;

const letters = (text: string) => text.toLowerCase().replace(/^[\d\W_]+|[\d\W_]+$/g, "");

/** Whether a password is one of its user's fields, possibly surrounded by digits or signs. The server checks more. */
export function isLikeOwn(password: string, own: readonly string[]): boolean {
  const core = letters(password);
  return own
    .flatMap((field) => [field, field.split("@")[0] ?? ""])
    .filter((field) => field.length >= MIN_FIELD)
    .some(
      (field) => password.toLowerCase() === field.toLowerCase() || (core !== "" && core === letters(field)),
    );
}

/** The server's rules for passwords, checked while typing. */
export function PasswordRules({ password, own }: { password: string; own: readonly string[] }) {
  const rules = [
    { text: auth.ruleLength, met: [...password].length >= MIN_CHARACTERS },
    { text: auth.ruleOwn, met: password !== "" && !isLikeOwn(password, own) },
    { text: auth.ruleCommon, met: undefined },
  ];
  return (
    <ul aria-label={auth.rules} className="grid gap-0.5">
      {rules.map(({ text, met }) => (
        <li key={text} className={cx("flex items-start gap-2", met && "text-accent")}>
          {met ? (
            <Check size={14} strokeWidth={2.5} aria-hidden className="mt-0.75 shrink-0" />
          ) : (
            <Circle size={8} aria-hidden className="mx-0.75 mt-1.5 shrink-0" />
          )}
          {text}
        </li>
      ))}
    </ul>
  );
}
