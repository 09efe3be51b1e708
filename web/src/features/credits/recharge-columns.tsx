import { cx } from "@/lib/cx";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard } from "@/ui/table";
import { Credits, DateTime, Money } from "@/ui/values";
import type { Recharge } from "./queries";
import { credits } from "./strings";

/** The columns of purchases, for their owner and for others. */
export const rechargeColumns: readonly Column<Recharge>[] = [
  {
    key: "credits",
    header: credits.what,
    primary: true,
    cell: (row) => (
      <span>
        <Credits value={row.credits} /> {credits.unit(row.credits)}
      </span>
    ),
  },
  {
    key: "status",
    header: credits.status,
    cell: (row) => <StatusChip status={row.status} />,
    className: cx(inCard.plain, "@max-2xl:justify-end"),
  },
  {
    key: "price",
    header: credits.price,
    numeric: true,
    cell: (row) => <Money amount={row.amount} currency={row.currency} />,
    className: cx(inCard.plain, inCard.small),
  },
  {
    key: "when",
    header: credits.when,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: cx(inCard.plain, inCard.small, "@max-2xl:justify-end"),
  },
];
