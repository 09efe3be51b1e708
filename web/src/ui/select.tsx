import ChevronDown from "lucide-react/icons/chevron-down";
import type { SelectHTMLAttributes } from "react";
import { Field } from "./field";

interface Props extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  help?: string;
  error?: string | undefined;
  options: readonly { value: string; label: string }[];
}

/** A choice of a few options: the browser's own control works with touch, keyboard and screen readers everywhere. */
export function Select({ label, help, error, options, className, ...rest }: Props) {
  return (
    <Field label={label} help={help} error={error} className={className}>
      {(control) => (
        <div className="relative">
          <select {...rest} {...control} className="input appearance-none pr-9">
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            size={16}
            aria-hidden
            className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-muted"
          />
        </div>
      )}
    </Field>
  );
}
