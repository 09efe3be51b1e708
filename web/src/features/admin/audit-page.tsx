import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";
import { DateRange } from "@/ui/date-range";
import { FilterButtons } from "@/ui/filter-buttons";
import { Page } from "@/ui/page";
import { SearchField } from "@/ui/search-field";
import { Select } from "@/ui/select";
import { ACTIONS } from "./actions";
import { AuditList } from "./audit-list";
import type { AuditSearch } from "./search";
import { audit as text } from "./strings";

const route = getRouteApi("/inside/admin/audit");
const NO_FILTERS: AuditSearch = {
  actor: undefined,
  subject: undefined,
  action: undefined,
  since: undefined,
  until: undefined,
};

/** The audit log, with filters in the address. */
export function AuditPage() {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<AuditSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  return (
    <Page title={text.title} description={text.description}>
      <div className="grid gap-4">
        <Filters filters={filters} onChange={change} />
        <div className="card overflow-clip">
          <AuditList
            filters={filters}
            onClear={<Button onClick={() => change(NO_FILTERS)}>{text.clear}</Button>}
          />
        </div>
      </div>
    </Page>
  );
}

interface Props {
  filters: AuditSearch;
  onChange: (part: Partial<AuditSearch>) => void;
}

function Filters({ filters, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const active = Object.values(filters).filter(Boolean).length;
  return (
    <div className="grid gap-3 lg:flex lg:flex-wrap lg:items-end">
      <FilterButtons
        active={active}
        open={open}
        onOpen={setOpen}
        onClear={() => onChange(NO_FILTERS)}
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
          label={text.actor}
          placeholder={text.userHint}
          value={filters.actor ?? ""}
          onChange={(actor) => onChange({ actor: actor || undefined })}
        />
        <SearchField
          label={text.subject}
          placeholder={text.userHint}
          value={filters.subject ?? ""}
          onChange={(subject) => onChange({ subject: subject || undefined })}
        />
        <Select
          label={text.action}
          className="max-sm:col-span-2"
          value={filters.action ?? ""}
          options={[
            { value: "", label: text.anyAction },
            ...ACTIONS.map((action) => ({ value: action, label: action })),
          ]}
          onChange={({ target }) => onChange({ action: target.value || undefined })}
        />
        <DateRange labels={text} range={filters} onChange={onChange} />
      </search>
    </div>
  );
}
