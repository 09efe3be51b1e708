import { useState } from "react";
import { cx } from "@/lib/cx";
import { DateRange } from "@/ui/date-range";
import { FilterButtons } from "@/ui/filter-buttons";
import { SearchField } from "@/ui/search-field";
import { Select } from "@/ui/select";
import { ui } from "@/ui/strings";
import { BLOCKING, PAYMENT_KINDS, PAYMENT_STATUSES, type PaymentsSearch, paymentsSearch } from "./search";
import { payments as text } from "./strings";

interface Props {
  filters: PaymentsSearch;
  onChange: (part: PaymentsSearch) => void;
  onClear: () => void;
}

/** User, kind, status and span of time in one row; on phones behind a button. */
export function PaymentFilters({ filters, onChange, onClear }: Props) {
  const [open, setOpen] = useState(false);
  const active = Object.values(filters).filter(Boolean).length;
  return (
    <div className="grid gap-3 lg:flex lg:flex-wrap lg:items-end">
      <FilterButtons
        active={active}
        open={open}
        onOpen={setOpen}
        onClear={onClear}
        aside={null}
        className={active === 0 ? "sm:hidden" : ""}
      />
      <search
        aria-label={text.filters}
        className={cx(
          "grid-cols-2 gap-3 sm:grid sm:grid-cols-[repeat(3,minmax(0,1fr))_repeat(2,9.5rem)] lg:grow",
          open ? "grid" : "hidden",
        )}
      >
        <SearchField
          label={text.user}
          placeholder={text.userHint}
          className="max-sm:col-span-2"
          value={filters.user ?? ""}
          onChange={(user) => onChange({ user: user || undefined })}
        />
        <Select
          label={text.kind}
          value={filters.kind ?? ""}
          options={[
            { value: "", label: text.anyKind },
            ...PAYMENT_KINDS.map((value) => ({ value, label: text.kinds[value] })),
          ]}
          onChange={({ target }) => onChange({ kind: PAYMENT_KINDS.find((one) => one === target.value) })}
        />
        <Select
          label={text.status}
          value={filters.status ?? ""}
          options={[
            { value: "", label: text.anyStatus },
            ...PAYMENT_STATUSES.map((value) => ({ value, label: ui.status[value] })),
            { value: BLOCKING, label: text.blocking },
          ]}
          onChange={({ target }) => onChange(paymentsSearch({ ...filters, status: target.value }))}
        />
        <DateRange labels={text} range={filters} onChange={onChange} />
      </search>
    </div>
  );
}
