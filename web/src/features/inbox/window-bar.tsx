import { cx } from "@/lib/cx";
import { formatShort } from "@/lib/format";
import { inbox } from "./strings";
import { type ServiceWindow, timeLeft } from "./window";

const fills = { open: "bg-accent", closing: "bg-on-warn-soft", closed: "bg-line-strong" };

/** How long free text may still be sent to a phone: in words, and as a shrinking bar. */
export function WindowBar({ window, endsAt }: { window: ServiceWindow; endsAt: string | null | undefined }) {
  const words = window.state === "closed" ? inbox.closed : inbox.open(timeLeft(window.left));
  return (
    <div className="grid gap-1.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span>
          <span className="text-muted">{inbox.window}:</span> <span className="font-medium">{words}</span>
        </span>
        {endsAt && window.state !== "closed" && (
          <span className="text-muted tabular-nums max-sm:hidden">{inbox.closesAt(formatShort(endsAt))}</span>
        )}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: the browser's meter has its own colours */}
      <div
        role="meter"
        aria-label={inbox.window}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(window.share * 100)}
        aria-valuetext={words}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={cx("h-full rounded-full", fills[window.state])}
          style={{ width: `${window.share * 100}%` }}
        />
      </div>
    </div>
  );
}

/** The same in a word or two, for a list. */
export function WindowLeft({ window }: { window: ServiceWindow }) {
  const look = { open: "text-muted", closing: "font-medium text-on-warn-soft", closed: "text-muted" };
  return (
    <span className={cx("text-sm whitespace-nowrap tabular-nums", look[window.state])}>
      {window.state === "closed" ? inbox.closed : inbox.left(timeLeft(window.left))}
    </span>
  );
}
