import { useInfiniteQuery } from "@tanstack/react-query";
import type { LiveEvent } from "@/live/event";
import { useNewCount, usePause } from "@/live/pause";
import { Button, buttonClass } from "@/ui/button";
import { PauseButton } from "@/ui/pause-button";
import { EmptyState, ErrorState } from "@/ui/states";
import { type Column, Table } from "@/ui/table";
import { movementCard } from "./card";
import { type Recharge, rechargesQuery } from "./queries";
import { rechargeColumns } from "./recharge-columns";
import { credits } from "./strings";

const columns: readonly Column<Recharge>[] = [
  ...rechargeColumns,
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
