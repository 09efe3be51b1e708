import Radio from "lucide-react/icons/radio";
import { type ReactNode, useRef } from "react";
import { formatNumber } from "@/lib/format";
import { useRowKeys } from "@/lib/use-row-keys";
import { usePause } from "@/live/pause";
import { PauseButton } from "@/ui/pause-button";
import { EmptyState } from "@/ui/states";
import { Table } from "@/ui/table";
import { eventCard, eventColumns } from "./columns";
import type { Shown } from "./event-dialog";
import { events } from "./strings";
import { type Family, MOST_EVENTS, ofFamily } from "./tail";
import { useTail } from "./use-tail";

interface Props {
  family: Family | undefined;
  /** Shown beside the pause button. */
  filter: ReactNode;
  onOpen: (shown: Shown) => void;
}

/** Live events, from the stream that the console already reads. */
export function LiveTail({ family, filter, onOpen }: Props) {
  const { paused, setPaused } = usePause("events");
  const { shown, collected } = useTail(paused);
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const rows = ofFamily(shown, family);
  const known = new Set(shown.map(({ id }) => id));
  const fresh = ofFamily(collected, family).filter(({ id }) => !known.has(id)).length;
  return (
    <>
      <div className="flex items-end justify-between gap-3">
        {filter}
        <PauseButton paused={paused} fresh={fresh} onChange={setPaused} />
      </div>
      {rows.length === 0 ? (
        <EmptyState title={events.waiting} icon={<Radio size={20} aria-hidden />}>
          {family ? events.waitingFor(events.families[family]) : events.waitingHint}
        </EmptyState>
      ) : (
        <div ref={list} className="-mx-4 sm:-mx-5">
          <Table
            caption={events.list}
            columns={eventColumns(onOpen)}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={onOpen}
            cardClass={eventCard}
          />
        </div>
      )}
      {shown.length >= MOST_EVENTS && (
        <p className="pb-3 text-sm text-muted">{events.kept(formatNumber(MOST_EVENTS))}</p>
      )}
    </>
  );
}
