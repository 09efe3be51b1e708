import { useInfiniteQuery } from "@tanstack/react-query";
import KeyRound from "lucide-react/icons/key-round";
import MonitorOff from "lucide-react/icons/monitor-off";
import { keys } from "@/features/keys/strings";
import { deviceOf } from "@/features/settings/device";
import { formatList } from "@/lib/format";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { type ApiKey, accountKeysQuery, accountSessionsQuery, type SessionRow } from "./queries";
import { accounts as text } from "./strings";

const card = "@max-2xl:grid @max-2xl:grid-cols-2 @max-2xl:gap-x-3";

/** Open sessions and API keys of another account. */
export default function AccountAccess({ id }: { id: string }) {
  const sessions = useInfiniteQuery(accountSessionsQuery(id));
  const apiKeys = useInfiniteQuery(accountKeysQuery(id));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <section className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <h2 className="text-base">{text.sessions}</h2>
        <div className="-mx-4 sm:-mx-5">
          <PagedTable
            caption={text.sessions}
            columns={sessionColumns}
            query={sessions}
            rowKey={(row) => row.id}
            cardClass={card}
            skeletonRows={2}
            empty={<EmptyState title={text.noSessions} icon={<MonitorOff size={20} aria-hidden />} />}
          />
        </div>
      </section>
      <section className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-line pt-5">
        <h2 className="text-base">{text.keys}</h2>
        <div className="-mx-4 sm:-mx-5">
          <PagedTable
            caption={text.keys}
            columns={keyColumns}
            query={apiKeys}
            rowKey={(row) => row.id}
            cardClass={card}
            skeletonRows={2}
            empty={<EmptyState title={text.noKeys} icon={<KeyRound size={20} aria-hidden />} />}
          />
        </div>
      </section>
    </div>
  );
}

const sessionColumns: readonly Column<SessionRow>[] = [
  {
    key: "device",
    header: text.device,
    primary: true,
    cell: (row) => (
      <span data-row-link tabIndex={-1} title={row.user_agent ?? undefined} className="rounded">
        {deviceOf(row.user_agent)}
      </span>
    ),
    className: "@max-2xl:col-span-2",
  },
  {
    key: "address",
    header: text.address,
    cell: (row) => row.address ?? text.none,
    className: inCard.stacked,
  },
  {
    key: "since",
    header: text.since,
    cell: (row) => <DateTime value={row.created_at} />,
    className: inCard.stacked,
  },
  {
    key: "used",
    header: text.lastUsed,
    cell: (row) => <DateTime value={row.last_used_at} />,
    className: inCard.stacked,
  },
  {
    key: "expires",
    header: text.expires,
    numeric: true,
    cell: (row) => <DateTime value={row.expires_at} />,
    className: inCard.stacked,
  },
];

const keyColumns: readonly Column<ApiKey>[] = [
  {
    key: "name",
    header: text.keyName,
    primary: true,
    cell: (row) => (
      <span className="grid">
        <span data-row-link tabIndex={-1} className="w-fit rounded wrap-anywhere">
          {row.name}
        </span>
        <code className="font-mono text-xs font-normal text-muted">{row.prefix}…</code>
      </span>
    ),
    className: "@max-2xl:col-span-2",
  },
  {
    key: "scopes",
    header: text.scopes,
    cell: (row) => formatList(row.scopes.map((scope) => keys.scope[scope].label)),
    className: inCard.stacked,
  },
  {
    key: "since",
    header: text.since,
    cell: (row) => <DateTime value={row.created_at} />,
    className: inCard.stacked,
  },
  {
    key: "used",
    header: text.lastUsed,
    cell: (row) => (row.last_used_at ? <DateTime value={row.last_used_at} /> : text.never),
    className: inCard.stacked,
  },
  {
    key: "expires",
    header: text.expires,
    numeric: true,
    cell: (row) => (row.expires_at ? <DateTime value={row.expires_at} /> : text.never),
    className: inCard.stacked,
  },
];
