import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Send from "lucide-react/icons/send";
import { messageCard, messageColumns } from "@/features/messages/columns";
import { contactOf, isSent, type Message } from "@/features/messages/model";
import { messages } from "@/features/messages/strings";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { accountMessagesQuery } from "./queries";
import { accounts as text } from "./strings";

interface Props {
  owner: string;
  /** Whether the reader gets the texts: an administrator does, a reseller does not. */
  bodies: boolean;
}

/** Messages of another account, the newest first. Their jobs can be opened. */
export default function AccountMessages({ owner, bodies }: Props) {
  const query = useInfiniteQuery(accountMessagesQuery(owner));
  return (
    <PagedTable
      caption={text.messages}
      columns={columnsFor(owner, bodies)}
      query={query}
      rowKey={(row) => row.id}
      cardClass={messageCard}
      empty={
        <EmptyState title={text.noMessages} icon={<Send size={20} aria-hidden />}>
          {text.noMessagesHint}
        </EmptyState>
      }
    />
  );
}

function columnsFor(owner: string, bodies: boolean): readonly Column<Message>[] {
  const contact: Column<Message> = {
    key: "contact",
    header: messages.columns.contact,
    primary: true,
    cell: (row) => <Contact row={row} owner={owner} />,
  };
  const others = messageColumns.filter(({ key }) => key !== "contact" && (bodies || key !== "text"));
  return [contact, ...others];
}

function Contact({ row, owner }: { row: Message; owner: string }) {
  const name = isSent(row) ? messages.to(contactOf(row)) : messages.from(contactOf(row));
  const look = "block max-w-52 scroll-my-20 truncate rounded @max-2xl:max-w-full";
  if (!row.job_id) {
    return (
      <span data-row-link tabIndex={-1} className={look}>
        {name}
      </span>
    );
  }
  return (
    <Link to="/jobs/$id" params={{ id: row.job_id }} search={{ owner }} data-row-link className={look}>
      {name}
    </Link>
  );
}
