import { Link } from "@tanstack/react-router";
import { cx } from "@/lib/cx";
import { StatusChip } from "@/ui/status-chip";
import type { Column } from "@/ui/table";
import { Credits, DateTime } from "@/ui/values";
import { contactOf, isSent, type Message, statusOf, textOf } from "./model";
import { messages } from "./strings";

// A card on phones: recipient and status, the text, channel and time. They need no labels.
const unlabelled = "@max-2xl:before:hidden";
export const messageCard =
  "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3";

/** All columns of a list of messages. */
export const messageColumns: readonly Column<Message>[] = [
  {
    key: "contact",
    header: messages.columns.contact,
    primary: true,
    cell: (row) => (
      <Link
        to="/messages/$id"
        params={{ id: row.id }}
        data-row-link
        onClick={(event) => event.stopPropagation()}
        className="block max-w-52 scroll-my-20 truncate rounded @max-2xl:max-w-full"
      >
        {isSent(row) ? messages.to(contactOf(row)) : messages.from(contactOf(row))}
      </Link>
    ),
  },
  {
    key: "status",
    header: messages.columns.status,
    cell: (row) => <StatusChip status={statusOf(row)} />,
    className: cx("@2xl:w-32 @max-2xl:justify-end", unlabelled),
  },
  {
    key: "text",
    header: messages.columns.text,
    cell: (row) => <span className="line-clamp-1 max-w-[46ch] break-all">{textOf(row)}</span>,
    className: cx("w-full text-muted @max-2xl:col-span-2", unlabelled),
  },
  {
    key: "channel",
    header: messages.columns.channel,
    cell: (row) => messages.channels[row.channel],
    className: cx("@max-2xl:text-sm @max-2xl:text-muted", unlabelled),
  },
  {
    key: "price",
    header: messages.columns.price,
    numeric: true,
    cell: (row) => row.price != null && <Credits value={row.price} />,
    className: "@max-2xl:hidden!",
  },
  {
    key: "time",
    header: messages.columns.time,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: cx("@max-2xl:justify-end @max-2xl:text-sm @max-2xl:text-muted", unlabelled),
  },
];

/** The columns of a short list. */
export const shortMessageColumns = messageColumns.filter(({ key }) => key !== "price");
