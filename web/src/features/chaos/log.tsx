import CircleCheck from "lucide-react/icons/circle-check";
import Dot from "lucide-react/icons/dot";
import Zap from "lucide-react/icons/zap";
import { formatExact, formatTimeOfDay } from "@/lib/format";
import { Section } from "@/ui/section";
import { isFault } from "./model";
import type { LogEntry } from "./queries";
import { chaos as text } from "./strings";

/** What happened, newest first. */
export function Log({ entries }: { entries: readonly LogEntry[] }) {
  return (
    <Section title={text.log}>
      {entries.length === 0 ? (
        <p className="text-muted">{text.logEmpty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <ol aria-label={text.log} tabIndex={0} className="grid max-h-96 gap-2.5 overflow-y-auto rounded-md">
          {entries.map((entry) => (
            <Entry key={entry.number} entry={entry} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function Entry({ entry }: { entry: LogEntry }) {
  const { at, event, detail } = entry;
  return (
    <li className="grid grid-cols-[auto_auto_minmax(0,1fr)] items-start gap-2">
      <time dateTime={at} title={formatExact(at)} className="text-sm leading-5.5 text-muted tabular-nums">
        {formatTimeOfDay(at)}
      </time>
      <Mark entry={entry} />
      <span>{text.events[event]?.(detail) ?? event}</span>
    </li>
  );
}

function Mark({ entry }: { entry: LogEntry }) {
  if (isFault(entry)) return <Zap size={16} aria-hidden className="mt-0.75 text-danger" />;
  if (entry.event === "audit_passed")
    return <CircleCheck size={16} aria-hidden className="mt-0.75 text-on-ok-soft" />;
  return <Dot size={16} aria-hidden className="mt-0.75 text-muted" />;
}
