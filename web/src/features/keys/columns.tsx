import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";
import { Pill } from "@/ui/pill";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { type ApiKey, SCOPES } from "./queries";
import { keys } from "./strings";

// As a card: name and button, key and scopes, then the times.
export const keyCard = "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:gap-x-4";
const wide = "@max-2xl:col-span-2";
const time = cx(inCard.small, wide, "@max-2xl:justify-start @max-2xl:gap-1.5! @max-2xl:py-0!");

const isOver = (row: ApiKey) => row.expires_at != null && Date.parse(row.expires_at) <= Date.now();

export const keyColumns = (onRevoke: (row: ApiKey) => void): readonly Column<ApiKey>[] => [
  {
    key: "name",
    header: keys.name,
    primary: true,
    cell: (row) => (
      <span className="grid">
        <span data-row-link tabIndex={-1} className="w-fit scroll-my-20 rounded wrap-anywhere">
          {row.name}
        </span>
        <code className="font-mono text-xs font-normal text-muted">{row.prefix}…</code>
      </span>
    ),
  },
  {
    key: "scopes",
    header: keys.scopes,
    cell: (row) => (
      <span className="flex flex-wrap gap-1">
        {SCOPES.filter((scope) => row.scopes.includes(scope)).map((scope) => (
          <Pill key={scope}>{keys.scope[scope].label}</Pill>
        ))}
      </span>
    ),
    className: cx(inCard.plain, wide, "@max-2xl:row-start-2"),
  },
  {
    key: "created",
    header: keys.created,
    cell: (row) => <DateTime value={row.created_at} />,
    className: time,
  },
  {
    key: "used",
    header: keys.used,
    cell: (row) => (row.last_used_at ? <DateTime value={row.last_used_at} /> : keys.never),
    className: time,
  },
  {
    key: "expires",
    header: keys.expires,
    cell: (row) =>
      row.expires_at == null ? (
        keys.noExpiry
      ) : isOver(row) ? (
        <Pill tone="warn">{keys.expired}</Pill>
      ) : (
        <DateTime value={row.expires_at} />
      ),
    className: time,
  },
  {
    key: "revoke",
    header: keys.actions,
    numeric: true,
    bare: true,
    className: "@max-2xl:col-start-2 @max-2xl:row-start-1 @max-2xl:self-center",
    cell: (row) => (
      <Button size="sm" aria-label={keys.revokeLabel(row.name)} onClick={() => onRevoke(row)}>
        {keys.revoke}
      </Button>
    ),
  },
];
