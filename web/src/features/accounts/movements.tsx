import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { TransferKind } from "@/features/credits/queries";
import { credits } from "@/features/credits/strings";
import { cx } from "@/lib/cx";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { accounts as text } from "./strings";

interface Movement {
  kind: TransferKind;
  note?: string | null;
  job_id?: string | null;
  counterparty: string;
  created_at: string;
}

interface Amounts<Row> {
  amount: (row: Row) => ReactNode;
  after: (row: Row) => ReactNode;
}

/** The columns of a statement of another account, in credits or in money. */
export function movementColumns<Row extends Movement>(
  owner: string,
  { amount, after }: Amounts<Row>,
): readonly Column<Row>[] {
  return [
    {
      key: "what",
      header: text.what,
      primary: true,
      cell: (row) => (
        <span className="grid">
          {row.job_id ? (
            <Link
              to="/jobs/$id"
              params={{ id: row.job_id }}
              search={{ owner }}
              data-row-link
              className="link w-fit scroll-my-20 pointer-coarse:py-1.5"
            >
              {credits.kinds[row.kind]}
            </Link>
          ) : (
            // j and k stop at each row; this one has no target page.
            <span data-row-link tabIndex={-1} className="w-fit scroll-my-20 rounded">
              {credits.kinds[row.kind]}
            </span>
          )}
          {row.note && <span className="text-sm font-normal text-muted wrap-anywhere">{row.note}</span>}
        </span>
      ),
    },
    {
      key: "amount",
      header: text.amount,
      numeric: true,
      cell: amount,
      className: cx(inCard.plain, "@max-2xl:justify-end @max-2xl:font-medium"),
    },
    {
      key: "with",
      header: text.counterparty,
      cell: (row) => <span className="block max-w-44 truncate">{row.counterparty}</span>,
      className: cx(inCard.small, "@max-2xl:justify-start! @max-2xl:gap-1.5!"),
    },
    {
      key: "after",
      header: text.after,
      numeric: true,
      cell: after,
      className: cx(inCard.small, "@max-2xl:justify-end @max-2xl:gap-1.5!"),
    },
    {
      key: "when",
      header: text.when,
      numeric: true,
      cell: (row) => <DateTime value={row.created_at} />,
      className: cx(inCard.plain, inCard.small, "@max-2xl:col-span-2"),
    },
  ];
}
