import { useInfiniteQuery } from "@tanstack/react-query";
import { cx } from "@/lib/cx";
import type { LiveEvent } from "@/live/event";
import { useNewCount, usePause } from "@/live/pause";
import { Button, buttonClass } from "@/ui/button";
import { PauseButton } from "@/ui/pause-button";
import { EmptyState, ErrorState } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { type Column, inCard, Table } from "@/ui/table";
import { Credits, DateTime, Money } from "@/ui/values";
import { movementCard } from "./card";
import { type Recharge, rechargesQuery } from "./queries";
import { credits } from "./strings";

const columns: readonly Column<Recharge>[] = [
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
  {
    key: "pay",
    header: credits.pay,
    numeric: true,
    bare: true,
    className: "@max-2xl:col-span-2",
    cell: (row) =>
      row.status === "pending" && row.checkout_url ? (
        <a className={buttonClass("secondary", "sm")} href={row.checkout_url} rel="noreferrer">
          {credits.pay}
        </a>
      ) : null,
  },
];

const rechargeOf = ({ type, data: { id, asset } }: LiveEvent) =>
  type.startsWith("recharge.") && asset === "CREDIT" && typeof id === "string" ? id : undefined;

/** Purchases with their status. */
export default function Recharges({ onBuy }: { onBuy: () => void }) {
  const { paused, setPaused } = usePause("recharges");
  const fresh = useNewCount(paused, rechargeOf);
  const recharges = useInfiniteQuery(rechargesQuery(paused));
  const rows = recharges.data?.pages.flatMap((page) => page.data);
  if (recharges.error && !rows) {
    return <ErrorState error={recharges.error} onRetry={() => void recharges.refetch()} />;
  }
  if (rows?.length === 0) {
    return (
      <EmptyState title={credits.noRecharges} action={<Button onClick={onBuy}>{credits.buy}</Button>}>
        {credits.noRechargesHint}
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-4 pb-2">
      <PauseButton paused={paused} fresh={fresh} onChange={setPaused} />
      <div className="-mx-4 sm:-mx-5">
        <Table
          caption={credits.recharges}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          cardClass={movementCard}
        />
      </div>
      {recharges.hasNextPage && (
        <div className="grid justify-items-center pb-3">
          <Button busy={recharges.isFetchingNextPage} onClick={() => void recharges.fetchNextPage()}>
            {credits.older}
          </Button>
        </div>
      )}
    </div>
  );
}
