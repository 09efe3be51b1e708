import { Link } from "@tanstack/react-router";
import CircleCheck from "lucide-react/icons/circle-check";
import TriangleAlert from "lucide-react/icons/triangle-exclamation-point";
import { formatNumber } from "@/lib/format";
import { CopyButton } from "@/ui/copy";
import { type Column, inCard, Table } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { discrepanciesOf } from "./discrepancies";
import type { Proof } from "./queries";
import { ledger } from "./strings";

type Asset = Proof["assets"][number];

const number = (key: string, header: string, of: (row: Asset) => number): Column<Asset> => ({
  key,
  header,
  numeric: true,
  cell: (row) => formatNumber(of(row)),
  className: inCard.stacked,
});

const columns: readonly Column<Asset>[] = [
  {
    key: "asset",
    header: ledger.asset,
    primary: true,
    cell: (row) => row.asset,
    className: "@max-2xl:col-span-3",
  },
  number("wallets", ledger.wallets, (row) => row.wallets),
  number("sum", ledger.sum, (row) => row.sum),
  number("mismatches", ledger.mismatches, (row) => row.mismatches),
];

/** Whether the ledger balances, when that was checked, and how far back. */
export function ProofVerdict({ proof }: { proof: Proof }) {
  return (
    <div className="flex items-start gap-3">
      {proof.holds ? (
        <CircleCheck size={20} aria-hidden className="mt-0.5 shrink-0 text-on-ok-soft" />
      ) : (
        <TriangleAlert size={20} aria-hidden className="mt-0.5 shrink-0 text-danger" />
      )}
      <div className="grid gap-0.5">
        <p className="font-medium">{proof.holds ? ledger.holds : ledger.broken}</p>
        <p className="text-sm text-muted">
          {proof.full ? ledger.scope.full : ledger.scope.recent} · {ledger.checked}{" "}
          <DateTime value={proof.checked_at} />
        </p>
      </div>
    </div>
  );
}

export function Assets({ proof }: { proof: Proof }) {
  return (
    <Table
      caption={ledger.assets}
      columns={columns}
      rows={proof.assets}
      rowKey={(row) => row.asset}
      cardClass="@max-2xl:grid @max-2xl:grid-cols-3 @max-2xl:gap-x-3"
    />
  );
}

export function Discrepancies({ proof }: { proof: Proof }) {
  const found = discrepanciesOf(proof);
  if (found.length === 0) return <p className="text-muted">{ledger.noneHint}</p>;
  return (
    <ul className="grid gap-4">
      {found.map(({ key, title, total, items }) => (
        <li key={key} className="grid gap-1.5">
          <p className="font-medium">
            {title} <span className="text-muted tabular-nums">({formatNumber(total)})</span>
          </p>
          <ul className="grid gap-1 text-sm">
            {items.map(({ id, text, user }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-2">
                {text && <span>{text}</span>}
                {user && (
                  <Link to="/admin/users/$id" params={{ id: user }} className="link font-mono text-xs">
                    {user}
                  </Link>
                )}
                <code className="min-w-0 font-mono text-xs break-all">{id}</code>
                <CopyButton text={id} label={ledger.copy} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
