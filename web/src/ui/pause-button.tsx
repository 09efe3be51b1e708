import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import { Button } from "./button";
import { ui } from "./strings";

interface Props {
  paused: boolean;
  /** Number of new items since the pause. */
  fresh: number;
  onChange: (paused: boolean) => void;
}

/** Pauses a live list, and shows the number of new items meanwhile. */
export function PauseButton({ paused, fresh, onChange }: Props) {
  const Icon = paused ? Play : Pause;
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      {paused && (
        <p className="text-sm text-muted tabular-nums">
          {ui.paused}
          {fresh > 0 && ` · ${ui.pausedNew(fresh)}`}
        </p>
      )}
      <Button icon={<Icon size={14} aria-hidden />} onClick={() => onChange(!paused)}>
        {paused ? ui.resume : ui.pause}
      </Button>
    </div>
  );
}
