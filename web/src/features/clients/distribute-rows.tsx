import CircleCheck from "lucide-react/icons/circle-check";
import FileText from "lucide-react/icons/file-text";
import TriangleAlert from "lucide-react/icons/triangle-exclamation-point";
import { isProblem } from "@/api/problem";
import { cx } from "@/lib/cx";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { EmptyState, FormError } from "@/ui/states";
import { type Column, inCard, Table } from "@/ui/table";
import { type Checked, MOST_ROWS, type Row } from "./csv";
import { many } from "./strings";
import type { Distribute } from "./use-distribute";

const columns: readonly Column<Row>[] = [
  {
    key: "row",
    header: many.row,
    cell: (row) => row.number,
    className: cx(inCard.small, "text-muted tabular-nums @max-2xl:justify-start @max-2xl:gap-1.5!"),
  },
  {
    key: "client",
    header: many.client,
    primary: true,
    cell: (row) => <span className="wrap-anywhere">{row.name || "–"}</span>,
    className: "@max-2xl:row-start-1",
  },
  {
    key: "credits",
    header: many.credits,
    numeric: true,
    cell: (row) => row.credits || "–",
    className: cx(inCard.plain, "@max-2xl:col-start-2 @max-2xl:row-start-1 @max-2xl:justify-end"),
  },
  {
    key: "note",
    header: many.note,
    cell: (row) => row.note && <span className="line-clamp-2 wrap-anywhere">{row.note}</span>,
    className: cx(inCard.plain, "text-muted @max-2xl:col-span-2"),
  },
  {
    key: "state",
    header: many.state,
    cell: (row) => (
      <span className={cx("flex items-start gap-1.5", row.error ? "text-danger" : "text-on-ok-soft")}>
        {row.error ? (
          <TriangleAlert size={15} aria-hidden className="mt-0.75 shrink-0" />
        ) : (
          <CircleCheck size={15} aria-hidden className="mt-0.75 shrink-0" />
        )}
        {row.error ?? many.ok}
      </span>
    ),
    className: cx(inCard.plain, "@max-2xl:col-span-2"),
  },
];

interface Props {
  checked: Checked;
  tooMany: boolean;
  balance: number | undefined;
  distribute: Distribute;
  onLeaveOut: (numbers: ReadonlySet<number>) => void;
}

/** The rows with their errors, their sum compared with the balance, and the button. */
export function CheckedRows({ checked, tooMany, balance, distribute, onLeaveOut }: Props) {
  const { rows, total, wrong } = checked;
  if (rows.length === 0) {
    return (
      <EmptyState title={many.nothing} icon={<FileText size={20} aria-hidden />}>
        {many.nothingHint}
      </EmptyState>
    );
  }
  const left = balance === undefined ? undefined : balance - total;
  const { error } = distribute;
  // The credits may have moved already: then the balance excludes them, and the same rows may still be sent.
  const uncertain = isProblem(error, "offline");
  const enough = uncertain || (left !== undefined && left >= 0);
  const ready = wrong === 0 && !tooMany && enough;
  const reason = uncertain ? many.lost : error?.message;
  return (
    <div className="grid">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section aria-label={many.rows} tabIndex={0} className="max-h-128 overflow-y-auto -outline-offset-2">
        <Table
          caption={many.rows}
          columns={columns}
          rows={rows}
          rowKey={(row) => String(row.number)}
          cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:gap-x-4"
        />
      </section>
      <div className="grid gap-3 border-t border-line px-4 py-4 sm:px-5">
        <div className="grid gap-0.5" aria-live="polite">
          <p className="text-lg font-semibold">{many.total(formatNumber(total), rows.length - wrong)}</p>
          {left !== undefined && !uncertain && (
            <p className={cx("text-sm", left < 0 ? "text-danger" : "text-muted")}>
              {left < 0 ? many.short(formatNumber(-left)) : many.left(formatNumber(left))}
            </p>
          )}
          {wrong > 0 && <p className="text-sm text-danger">{many.wrong(wrong)}</p>}
          {tooMany && <p className="text-sm text-danger">{many.tooMany(formatNumber(MOST_ROWS))}</p>}
        </div>
        {reason && <FormError>{reason}</FormError>}
        <div className="flex flex-wrap gap-2">
          <Button
            look="primary"
            disabled={!ready}
            busy={distribute.isPending}
            onClick={() => distribute.mutate(rows)}
          >
            {many.send(formatNumber(total))}
          </Button>
          {wrong > 0 && (
            <Button
              onClick={() => onLeaveOut(new Set(rows.flatMap((row) => (row.error ? [row.number] : []))))}
            >
              {many.leaveOut(wrong)}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
