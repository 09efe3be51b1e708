import { formatExact } from "@/lib/format";
import { CopyButton } from "@/ui/copy";
import { Detail } from "@/ui/detail";
import { Dialog } from "@/ui/dialog";
import { type Column, Table } from "@/ui/table";
import { type Change, difference } from "./difference";
import type { AuditEntry } from "./queries";
import { audit as text } from "./strings";

const value = (words: string | undefined) => (
  <span className="font-mono text-xs wrap-anywhere">{words ?? text.none}</span>
);

const columns: readonly Column<Change>[] = [
  { key: "field", header: text.field, primary: true, cell: (row) => row.field },
  { key: "before", header: text.before, cell: (row) => value(row.before) },
  { key: "after", header: text.after, cell: (row) => value(row.after) },
];

/** One entry of the audit log: who did what from where, and which fields it changed. */
export default function EntryDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const changes = difference(entry.before, entry.after);
  const name = (user: AuditEntry["actor"], none: string) => user?.username ?? user?.id ?? none;
  return (
    <Dialog open wide onOpenChange={onClose} title={entry.action} description={formatExact(entry.created_at)}>
      <div className="grid gap-5">
        <dl className="grid gap-3.5 sm:grid-cols-2">
          <Detail label={text.actor}>{name(entry.actor, text.system)}</Detail>
          <Detail label={text.subject}>{name(entry.subject, text.none)}</Detail>
          {entry.target && <Id label={text.target} id={entry.target} />}
          {entry.address && <Detail label={text.address}>{entry.address}</Detail>}
          {entry.session_id && <Id label={text.session} id={entry.session_id} />}
          {entry.api_key_id && <Id label={text.key} id={entry.api_key_id} />}
          {entry.request_id && (
            <Detail label={text.request}>
              <span className="-my-1.5 flex items-center gap-1 pointer-coarse:-my-3">
                <code className="min-w-0 truncate font-mono text-xs">{entry.request_id}</code>
                <CopyButton text={entry.request_id} label={text.copyRequest} />
              </span>
            </Detail>
          )}
        </dl>
        {changes.length > 0 ? (
          <div className="-mx-5">
            <Table caption={text.changes} columns={columns} rows={changes} rowKey={(row) => row.field} />
          </div>
        ) : (
          <p className="text-muted">{text.noChanges}</p>
        )}
      </div>
    </Dialog>
  );
}

function Id({ label, id }: { label: string; id: string }) {
  return (
    <Detail label={label}>
      <code className="font-mono text-xs">{id}</code>
    </Detail>
  );
}
