import { TextField } from "./field";

interface Range {
  since?: string | undefined;
  until?: string | undefined;
}

interface Props {
  labels: { since: string; until: string };
  range: Range;
  onChange: (part: Range) => void;
  className?: string;
}

/** Two dates of a filter. Neither can be chosen beyond the other. */
export function DateRange({ labels, range: { since, until }, onChange, className }: Props) {
  return (
    <>
      <TextField
        label={labels.since}
        type="date"
        className={className}
        value={since ?? ""}
        max={until}
        onChange={({ target }) => onChange({ since: target.value || undefined })}
      />
      <TextField
        label={labels.until}
        type="date"
        className={className}
        value={until ?? ""}
        min={since}
        onChange={({ target }) => onChange({ until: target.value || undefined })}
      />
    </>
  );
}
