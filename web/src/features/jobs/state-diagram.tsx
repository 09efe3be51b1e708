import { cx } from "@/lib/cx";
import { ui } from "@/ui/strings";
import type { State } from "./search";
import { job as text } from "./strings";

const BOX = { width: 94, height: 30 };
const boxes: Record<State, readonly [x: number, y: number]> = {
  queued: [1, 1],
  running: [123, 1],
  succeeded: [245, 1],
  failed: [245, 55],
  retrying: [123, 109],
  cancelled: [1, 109],
};

/** Each transition as a path between boxes, and where its arrow ends. */
const arrows: readonly string[] = [
  "M95 16 H119",
  "M217 16 H241",
  // Failed permanently, from the running attempt.
  "M205 31 V70 H241",
  // Failed, and tried again.
  "M160 31 V105",
  "M180 109 V35",
  "M48 31 V105",
  "M123 124 H99",
];

const tones: Record<State, string> = {
  queued: "fill-idle-soft stroke-on-idle-soft text-on-idle-soft",
  running: "fill-info-soft stroke-on-info-soft text-on-info-soft",
  retrying: "fill-warn-soft stroke-on-warn-soft text-on-warn-soft",
  succeeded: "fill-ok-soft stroke-on-ok-soft text-on-ok-soft",
  failed: "fill-danger-soft stroke-on-danger-soft text-on-danger-soft",
  cancelled: "fill-idle-soft stroke-on-idle-soft text-on-idle-soft",
};

/** The states that a job passes through, with its present one marked. */
export function StateDiagram({ state }: { state: State }) {
  return (
    <svg
      role="img"
      aria-label={text.diagram(ui.status[state])}
      viewBox="0 0 340 140"
      className="h-auto w-full max-w-md"
    >
      <defs>
        <marker
          id="job-arrow"
          viewBox="0 0 6 6"
          refX="4"
          refY="3"
          markerWidth="6"
          markerHeight="6"
          orient="auto"
        >
          <path d="M0 0 L6 3 L0 6 Z" className="fill-line-strong" />
        </marker>
      </defs>
      {arrows.map((path) => (
        <path key={path} d={path} fill="none" className="stroke-line-strong" markerEnd="url(#job-arrow)" />
      ))}
      {Object.entries(boxes).map(([name, [x, y]]) => (
        <Box key={name} name={name as State} x={x} y={y} isPresent={name === state} />
      ))}
    </svg>
  );
}

function Box({ name, x, y, isPresent }: { name: State; x: number; y: number; isPresent: boolean }) {
  return (
    <g className={isPresent ? tones[name] : "fill-surface stroke-line text-muted"}>
      <rect x={x} y={y} {...BOX} rx="7" strokeWidth={isPresent ? 2 : 1} />
      <text
        x={x + BOX.width / 2}
        y={y + 20}
        textAnchor="middle"
        fill="currentColor"
        stroke="none"
        className={cx("text-[13px]", isPresent && "font-semibold")}
      >
        {ui.status[name]}
      </text>
    </g>
  );
}
