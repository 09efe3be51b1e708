import { useId } from "react";
import { cx } from "@/lib/cx";

interface Props<T extends string> {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** A choice of two or three visible options: radio buttons in one row. */
export function Choice<T extends string>({ label, options, value, onChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="flex w-fit max-w-full flex-wrap rounded-lg border border-line-strong bg-surface p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              "grid min-h-8 cursor-pointer place-items-center rounded-md px-3 text-base font-medium has-disabled:cursor-not-allowed has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:min-h-10 pointer-coarse:px-4",
              option.value === value ? "bg-accent-soft text-on-accent-soft" : "text-muted hover:text-text",
            )}
          >
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
