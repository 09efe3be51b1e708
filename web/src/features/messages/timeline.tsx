import Check from "lucide-react/icons/check";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import X from "lucide-react/icons/x";
import { useState } from "react";
import { cx } from "@/lib/cx";
import { formatExact, formatWait } from "@/lib/format";
import { type Message, type Step, timeline } from "./model";
import { message as text } from "./strings";

const marks: Partial<Record<Step["name"], string>> = {
  failed: "bg-danger-soft text-on-danger-soft",
  unknown: "bg-warn-soft text-on-warn-soft",
  cancelled: "bg-idle-soft text-on-idle-soft",
};

const STEP_REM = 2.4375;

/** The steps with their times and durations. Future steps are shown pale. */
export function Timeline({ message, endedAt }: { message: Message; endedAt?: string | null | undefined }) {
  const steps = timeline(message, endedAt);
  // A message that is cancelled or fails while displayed loses its future steps. The sections below stay in place.
  const [most, setMost] = useState(steps.length);
  if (steps.length > most) setMost(steps.length);
  const minHeight = `${(most - 1) * STEP_REM + 1.5}rem`;
  return (
    <ol aria-label={text.timeline} className="grid content-start" style={{ minHeight }}>
      {steps.map((step, at) => (
        <li key={step.name} className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3">
          <span className="grid justify-items-center">
            <Mark step={step} />
            {at < steps.length - 1 && (
              <span aria-hidden className={cx("w-0.5 grow", steps[at + 1]?.done ? "bg-accent" : "bg-line")} />
            )}
          </span>
          <span
            className={cx(
              "flex flex-wrap items-baseline gap-x-2 pt-px",
              at < steps.length - 1 && "pb-4",
              !step.done && "text-muted",
            )}
          >
            <span className={cx(step.done && "font-medium")}>{text.steps[step.name]}</span>
            <span className="text-sm text-muted tabular-nums">
              {step.at ? <time dateTime={step.at}>{formatExact(step.at)}</time> : !step.done && text.pending}
              {!!step.wait && ` · ${text.after(formatWait(step.wait))}`}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function Mark({ step }: { step: Step }) {
  const Icon = step.name === "unknown" ? CircleHelp : marks[step.name] ? X : Check;
  return (
    <span
      aria-hidden
      className={cx(
        "grid size-6 place-items-center rounded-full",
        step.done ? (marks[step.name] ?? "bg-accent-soft text-on-accent-soft") : "border-2 border-line",
      )}
    >
      {step.done && <Icon size={13} strokeWidth={2.5} />}
    </span>
  );
}
