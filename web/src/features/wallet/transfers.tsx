import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import { useUser } from "@/app/use-session";
import { cx } from "@/lib/cx";
import { formatMoney } from "@/lib/format";
import { Button } from "@/ui/button";
import { Choice } from "@/ui/choice";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { type Transfer, transfersQuery } from "./queries";
import { wallet } from "./strings";

const route = getRouteApi("/inside/wallet");
const { directions } = wallet;

export const moneyCard =
  "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-4";

const columns = (me: string): readonly Column<Transfer>[] => [
  {
    key: "who",
    header: wallet.who,
    primary: true,
    cell: (row) => (
      <Link
        to="/wallet/transfers/$id"
        params={{ id: row.id }}
        data-row-link
        onClick={(event) => event.stopPropagation()}
        className="block w-fit max-w-full scroll-my-20 truncate rounded"
      >
        {row.sender.id === me ? wallet.to(row.receiver.username) : wallet.from(row.sender.username)}
      </Link>
    ),
  },
  {
    key: "note",
    header: wallet.note,
    cell: (row) => row.note && <span className="line-clamp-1 break-all">{row.note}</span>,
    className: cx(inCard.plain, "w-full text-muted @max-2xl:col-span-2 @max-2xl:row-start-3"),
  },
  {
    key: "amount",
    header: wallet.amount,
    numeric: true,
    cell: (row) => (
      <span className={cx("whitespace-nowrap", row.sender.id !== me && "font-medium text-on-ok-soft")}>
        {row.sender.id === me ? "−" : "+"}
        {formatMoney(row.amount, row.currency)}
      </span>
    ),
    className: cx(inCard.plain, "@max-2xl:col-start-2 @max-2xl:row-start-1 @max-2xl:justify-end"),
  },
  {
    key: "when",
    header: wallet.when,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: cx(inCard.plain, inCard.small),
  },
];

/** The user's transfers, filtered by the direction in the address. */
export function Transfers({ onSend }: { onSend: () => void }) {
  const { direction } = route.useSearch();
  const setDirection = route.useNavigate();
  const navigate = useNavigate();
  const user = useUser();
  const query = useInfiniteQuery(transfersQuery(direction));
  return (
    <div className="grid gap-4 pb-2">
      <Choice
        label={wallet.direction}
        options={[
          { value: "all", label: directions.all },
          { value: "sent", label: directions.sent },
          { value: "received", label: directions.received },
        ]}
        value={direction ?? "all"}
        onChange={(value) =>
          void setDirection({ search: value === "all" ? {} : { direction: value }, replace: true })
        }
      />
      <div className="-mx-4 sm:-mx-5">
        <PagedTable
          caption={wallet.transfers}
          columns={columns(user.id)}
          query={query}
          rowKey={(row) => row.id}
          onOpen={(row) => void navigate({ to: "/wallet/transfers/$id", params: { id: row.id } })}
          cardClass={moneyCard}
          empty={
            <EmptyState
              title={direction ? wallet.noMatch : wallet.noTransfers}
              icon={<ArrowLeftRight size={20} aria-hidden />}
              action={!direction && <Button onClick={onSend}>{wallet.send}</Button>}
            >
              {direction ? wallet.noMatchHint : wallet.noTransfersHint}
            </EmptyState>
          }
        />
      </div>
    </div>
  );
}
