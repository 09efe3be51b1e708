import { type ReactNode, useState } from "react";
import { cx } from "@/lib/cx";
import { DateRange } from "@/ui/date-range";
import { FilterButtons } from "@/ui/filter-buttons";
import { Select } from "@/ui/select";
import type { JobsSearch } from "./search";
import { jobs } from "./strings";

const text = jobs.filters;

interface Props {
  filters: JobsSearch;
  onChange: (change: Partial<JobsSearch>) => void;
  aside: ReactNode;
}

/** Kind and span of time in one row; on phones behind a button. The state has its tabs. */
export function FilterBar({ filters: { kind, since, until }, onChange, aside }: Props) {
  const [open, setOpen] = useState(false);
  const active = [kind, since, until].filter(Boolean).length;
  const kinds = Object.entries(jobs.kinds).map(([value, label]) => ({ value, label }));
  // An address may name one that has no words here.
  if (kind && !(kind in jobs.kinds)) kinds.push({ value: kind, label: kind });
  return (
    <div className="grid gap-3 sm:flex sm:flex-wrap sm:items-end">
      <FilterButtons
        active={active}
        open={open}
        onOpen={setOpen}
        onClear={() => onChange({ kind: undefined, since: undefined, until: undefined })}
        aside={aside}
      />
      <search
        aria-label={text.title}
        className={cx("flex-wrap items-end gap-3 sm:flex", open ? "flex" : "hidden")}
      >
        <Select
          label={text.kind}
          className="w-full sm:w-52"
          data-filter
          value={kind ?? ""}
          options={[{ value: "", label: text.anyKind }, ...kinds]}
          onChange={({ target }) => onChange({ kind: target.value || undefined })}
        />
        <DateRange
          labels={text}
          range={{ since, until }}
          onChange={onChange}
          className="min-w-36 flex-1 sm:flex-none"
        />
      </search>
    </div>
  );
}
