import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import ContactIcon from "lucide-react/icons/contact";
import { cx } from "@/lib/cx";
import { formatShort } from "@/lib/format";
import { PagedTable } from "@/ui/paged-table";
import { Pill } from "@/ui/pill";
import { EmptyState } from "@/ui/states";
import { type Column, inCard } from "@/ui/table";
import { DateTime } from "@/ui/values";
import { type Contact, contactsQuery } from "./queries";
import { contacts } from "./strings";

function textOf({ last_message: last }: Contact): string {
  if (!last) return "";
  const text = last.body || (last.media ? contacts.media[last.media] : contacts.noText);
  return last.direction === "sent" ? `${contacts.you} ${text}` : text;
}

const columns: readonly Column<Contact>[] = [
  {
    key: "phone",
    header: contacts.phone,
    primary: true,
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-2">
        <Link
          to="/inbox/$phone"
          params={{ phone: row.to }}
          data-row-link
          aria-label={contacts.open(row.to)}
          onClick={(event) => event.stopPropagation()}
          className="scroll-my-20 rounded tabular-nums"
        >
          {row.to}
        </Link>
        {row.unread && <Pill tone="accent">{contacts.unread}</Pill>}
      </span>
    ),
  },
  {
    key: "last",
    header: contacts.last,
    cell: (row) => <span className="line-clamp-1 break-all">{textOf(row)}</span>,
    className: cx(inCard.plain, "@2xl:w-1/2 text-muted @max-2xl:col-span-2 @max-2xl:row-start-2"),
  },
  {
    key: "window",
    header: contacts.window,
    cell: (row) => (row.window_ends_at ? formatShort(row.window_ends_at) : contacts.templatesOnly),
    className: cx(inCard.small, "@max-2xl:col-span-2 @max-2xl:justify-start @max-2xl:gap-1.5!"),
  },
  {
    key: "wrote",
    header: contacts.wrote,
    numeric: true,
    cell: (row) => <DateTime value={row.last_inbound_at} />,
    className: cx(
      inCard.plain,
      inCard.small,
      "@max-2xl:col-start-2 @max-2xl:row-start-1 @max-2xl:justify-end",
    ),
  },
];

/** Phones that wrote, latest first. Each links to its conversation. */
export function ContactList() {
  const query = useInfiniteQuery(contactsQuery);
  const navigate = useNavigate();
  return (
    <div className="-mx-4 -mt-2 sm:-mx-5">
      <PagedTable
        caption={contacts.list}
        columns={columns}
        query={query}
        rowKey={(row) => `${row.channel} ${row.to}`}
        onOpen={(row) => void navigate({ to: "/inbox/$phone", params: { phone: row.to } })}
        cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-baseline @max-2xl:gap-x-3"
        empty={
          <EmptyState title={contacts.empty} icon={<ContactIcon size={20} aria-hidden />}>
            {contacts.emptyHint}
          </EmptyState>
        }
      />
    </div>
  );
}
