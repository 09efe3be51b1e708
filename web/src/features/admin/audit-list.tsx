import { useInfiniteQuery } from "@tanstack/react-query";
import ScrollText from "lucide-react/icons/scroll-text";
import SearchX from "lucide-react/icons/search-x";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { type AuditEntry, auditQuery } from "./queries";
import type { AuditSearch } from "./search";
import { audit as text } from "./strings";
import { UserLink } from "./user-link";

const EntryDialog = lazy(() => import("./entry-dialog"));

interface Props {
  filters: AuditSearch;
  /** Offered where the filters match nothing. */
  onClear?: ReactNode;
}

/** Entries of the audit log, the newest first; one opens with its states before and after. */
export function AuditList({ filters, onClear }: Props) {
  const query = useInfiniteQuery(auditQuery(filters));
  const [open, setOpen] = useState<AuditEntry>();
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <>
      <PagedTable
        caption={text.list}
        columns={columnsFor(setOpen)}
        query={query}
        rowKey={(row) => row.id}
        onOpen={setOpen}
        cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:gap-x-3"
        empty={
          <EmptyState
            title={isFiltered ? text.noMatch : text.empty}
            icon={isFiltered ? <SearchX size={20} aria-hidden /> : <ScrollText size={20} aria-hidden />}
            action={isFiltered && onClear}
          >
            {isFiltered ? text.noMatchHint : text.emptyHint}
          </EmptyState>
        }
      />
      <Suspense>{open && <EntryDialog entry={open} onClose={() => setOpen(undefined)} />}</Suspense>
    </>
  );
}

const columnsFor = (onOpen: (entry: AuditEntry) => void): readonly Column<AuditEntry>[] => [
  {
    key: "action",
    header: text.action,
    primary: true,
    cell: (row) => (
      <button
        type="button"
        data-row-link
        aria-label={text.open(row.action)}
        onClick={(event) => {
          event.stopPropagation();
          onOpen(row);
        }}
        className="scroll-my-20 rounded text-left font-mono text-sm wrap-anywhere pointer-coarse:min-h-6"
      >
        {row.action}
      </button>
    ),
  },
  {
    key: "actor",
    header: text.actor,
    cell: (row) => <UserLink user={row.actor} none={text.system} />,
    className: inCard.small,
  },
  {
    key: "subject",
    header: text.subject,
    cell: (row) => <UserLink user={row.subject} none={text.none} />,
    className: inCard.small,
  },
  {
    key: "time",
    header: text.when,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: `${inCard.plain} ${inCard.small} @max-2xl:col-start-2 @max-2xl:row-start-1 @max-2xl:justify-end`,
  },
];
