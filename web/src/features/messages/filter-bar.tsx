import { type ReactNode, useState } from "react";
import { cx } from "@/lib/cx";
import { TextField } from "@/ui/field";
import { FilterButtons } from "@/ui/filter-buttons";
import { SearchField } from "@/ui/search-field";
import { Select } from "@/ui/select";
import { ui } from "@/ui/strings";
import { countFilters, type Filters, filtersOf, STATUSES } from "./filters";
import { messages } from "./strings";

const text = messages.filters;
const any = { value: "", label: text.any };
const directions = [
  any,
  { value: "sent", label: text.directions.sent },
  { value: "received", label: text.directions.received },
];
const channels = [any, ...Object.entries(messages.channels).map(([value, label]) => ({ value, label }))];
const statuses = [any, ...STATUSES.map((value) => ({ value, label: ui.status[value] }))];

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
  /** Shown beside the button on phones. */
  aside: ReactNode;
}

/** The filters in one row; on phones behind a button. */
export function FilterBar({ filters, onChange, aside }: Props) {
  const [open, setOpen] = useState(false);
  const set = (name: keyof Filters) => (event: { target: { value: string } }) => {
    const { value } = event.target;
    onChange(filtersOf({ ...filters, [name]: value === "" ? undefined : value }));
  };
  const active = countFilters(filters);
  return (
    <section aria-label={text.title} className="grid gap-3">
      <FilterButtons
        active={active}
        open={open}
        onOpen={setOpen}
        onClear={() => onChange({})}
        aside={<div className="sm:hidden">{aside}</div>}
        className={cx("sm:-ml-3", active === 0 && "sm:hidden")}
      />
      <div
        className={cx(
          "grid-cols-2 gap-3 sm:grid sm:grid-cols-3 lg:grid-cols-[minmax(8rem,1fr)_repeat(3,8rem)_repeat(2,10.5rem)]",
          open ? "grid" : "hidden",
        )}
      >
        <SearchField
          label={text.to}
          placeholder={text.toPlaceholder}
          value={filters.to ?? ""}
          onChange={(to) => set("to")({ target: { value: to } })}
        />
        <Select
          label={text.direction}
          options={directions}
          value={filters.direction ?? ""}
          onChange={set("direction")}
        />
        <Select
          label={text.channel}
          options={channels}
          value={filters.channel ?? ""}
          onChange={set("channel")}
        />
        <Select
          label={text.status}
          options={statuses}
          value={filters.status ?? ""}
          onChange={set("status")}
        />
        <TextField label={text.since} type="date" value={filters.since ?? ""} onChange={set("since")} />
        <TextField label={text.until} type="date" value={filters.until ?? ""} onChange={set("until")} />
      </div>
    </section>
  );
}
