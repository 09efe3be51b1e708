import { type ClipboardEvent, type KeyboardEvent, useRef } from "react";
import { type ControlProps, Field } from "./field";
import { ui } from "./strings";

const LENGTH = 6;

interface Props {
  label: string;
  help?: string;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  /** All digits are entered. */
  onComplete: (value: string) => void;
  disabled?: boolean;
  autoFocus?: boolean;
}

/** Six boxes for a one-time code. A paste or the phone's suggestion into any of them fills all. */
export function OtpInput({ label, help, error, ...rest }: Props) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => <Boxes control={control} label={label} {...rest} />}
    </Field>
  );
}

function Boxes({
  control,
  label,
  value,
  onChange,
  onComplete,
  disabled,
  autoFocus,
}: Omit<Props, "help" | "error"> & { control: ControlProps }) {
  const boxes = useRef<(HTMLInputElement | null)[]>([]);
  const focus = (at: number) => boxes.current[Math.max(0, Math.min(at, LENGTH - 1))]?.focus();
  const set = (next: string, at: number) => {
    const digits = next.slice(0, LENGTH);
    onChange(digits);
    focus(at);
    if (digits.length === LENGTH) onComplete(digits);
  };
  const put = (at: number, text: string) => {
    const digits = text.replace(/\D/g, "");
    if (digits.length === 0) return;
    if (digits.length >= LENGTH) set(digits, LENGTH - 1);
    else set(value.slice(0, at) + digits + value.slice(at + digits.length), at + digits.length);
  };
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    if (event.key === "Backspace") {
      event.preventDefault();
      const gone = at < value.length ? at : value.length - 1;
      if (gone >= 0) set(value.slice(0, gone) + value.slice(gone + 1), gone);
    } else if (event.key === "ArrowLeft") focus(at - 1);
    else if (event.key === "ArrowRight") focus(Math.min(at + 1, value.length));
  };
  const onPaste = (event: ClipboardEvent, at: number) => {
    event.preventDefault();
    put(at, event.clipboardData.getData("text"));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be a grid in all browsers
    <div role="group" aria-label={label} className="grid grid-cols-6 gap-2">
      {Array.from({ length: LENGTH }, (_, at) => (
        <input
          key={at}
          ref={(box) => {
            boxes.current[at] = box;
          }}
          {...(at === 0 ? control : { "aria-invalid": control["aria-invalid"] })}
          aria-label={ui.digit(at + 1, LENGTH)}
          // biome-ignore lint/a11y/noAutofocus: the code is all that this step asks for
          autoFocus={autoFocus && at === 0}
          inputMode="numeric"
          autoComplete={at === 0 ? "one-time-code" : "off"}
          pattern="\d*"
          value={value[at] ?? ""}
          disabled={disabled}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => put(at, event.currentTarget.value)}
          onKeyDown={(event) => onKeyDown(event, at)}
          onPaste={(event) => onPaste(event, at)}
          className="input h-12 px-0 text-center text-xl font-semibold tabular-nums"
        />
      ))}
    </div>
  );
}
