import { useId } from "react";
import { cx } from "@/lib/cx";

interface Props {
  label: string;
  help: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

/** A setting that is on or off, applied at once. */
export function Switch({ label, help, on, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4">
      <div className="grid gap-0.5">
        <span id={id} className="font-medium">
          {label}
        </span>
        <span id={`${id}-help`} className="text-sm text-muted">
          {help}
        </span>
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-labelledby={id}
        aria-describedby={`${id}-help`}
        disabled={disabled}
        onClick={() => onChange(!on)}
        className="grid h-11 shrink-0 place-items-center rounded-full"
      >
        <span
          className={cx(
            "flex h-6 w-11 items-center rounded-full border p-0.5 transition-colors",
            on ? "border-accent bg-accent" : "border-line-strong bg-sunken",
          )}
        >
          <span
            className={cx(
              "size-4.5 rounded-full transition-transform",
              on ? "translate-x-5 bg-on-accent" : "bg-line-strong",
            )}
          />
        </span>
      </button>
    </div>
  );
}
