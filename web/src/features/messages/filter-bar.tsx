import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
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
}

/** The filters in one row; on phones behind a button. */
export function FilterBar({ filters, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const set = (name: keyof Filters) => (event: { target: { value: string } }) => {
    const { value } = event.target;
    onChange(filtersOf({ ...filters, [name]: value === "" ? undefined : value }));
  };
  const active = countFilters(filters);
  return (
    <section aria-label={text.title} className="grid gap-3">
      <Button
        className="justify-self-start sm:hidden"
        icon={<SlidersHorizontal size={16} aria-hidden />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {text.button(active)}
      </Button>
      <div
        className={cx(
          "grid-cols-2 gap-3 sm:grid sm:grid-cols-3 lg:grid-cols-[repeat(5,minmax(0,1fr))_auto]",
          open ? "grid" : "hidden",
        )}
      >
        <Select
          label={text.direction}
          options={directions}
          value={filters.direction ?? ""}
          onChange={set("direction")}
          data-filter
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
        <Button
          look="quiet"
          className={cx("self-end", active === 0 && "invisible max-lg:hidden")}
          onClick={() => onChange({})}
        >
          {text.clear}
        </Button>
      </div>
    </section>
  );
}
