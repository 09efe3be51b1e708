import Eye from "lucide-react/icons/eye";
import EyeOff from "lucide-react/icons/eye-off";
import { type InputHTMLAttributes, type ReactNode, useId, useState } from "react";
import { cx } from "@/lib/cx";
import { ui } from "./strings";

/** Props of a field's control: spread them on the input. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: string;
  /** Shown beside the label in forms where most fields are required. */
  optional?: boolean;
  help?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}

/** A label, a control, help and an error, associated for assistive technology. */
export function Field({ label, optional, help, error, className, children }: FieldProps) {
  const id = useId();
  const described = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ");
  return (
    <div className={cx("grid grid-cols-[minmax(0,1fr)] gap-1.5", className)}>
      <label htmlFor={id} className="flex items-baseline justify-between gap-2 text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-muted">{ui.optional}</span>}
      </label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {error}
        </p>
      )}
      {help && (
        <div id={`${id}-help`} className="text-sm text-muted">
          {help}
        </div>
      )}
    </div>
  );
}

type InputProps = InputHTMLAttributes<HTMLInputElement> & Omit<FieldProps, "children">;

/** A text field. Spread React Hook Form's `register(…)` on it. */
export function TextField({ label, optional, help, error, className, ...input }: InputProps) {
  return (
    <Field label={label} optional={optional} help={help} error={error} className={className}>
      {(control) => <input {...input} {...control} className="input" />}
    </Field>
  );
}

export function PasswordField({ label, optional, help, error, className, ...input }: InputProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} optional={optional} help={help} error={error} className={className}>
      {(control) => (
        <div className="relative">
          <input {...input} {...control} type={shown ? "text" : "password"} className="input pr-11" />
          <button
            type="button"
            aria-label={shown ? ui.hidePassword : ui.showPassword}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-lg text-muted hover:text-text"
          >
            {shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
          </button>
        </div>
      )}
    </Field>
  );
}
