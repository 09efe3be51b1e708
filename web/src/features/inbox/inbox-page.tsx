import { Outlet, useParams } from "@tanstack/react-router";
import MessagesSquare from "lucide-react/icons/messages-square";
import { cx } from "@/lib/cx";
import { usePageHeading } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import { ContactList } from "./contact-list";
import { inbox } from "./strings";

/** The list and a conversation side by side; on narrow screens one of them. */
export function InboxPage() {
  const open = useParams({ from: "/inside/inbox/$phone", shouldThrow: false }) !== undefined;
  return (
    <div
      className={cx(
        "mx-auto grid h-[calc(100dvh-7.25rem-env(safe-area-inset-bottom))] min-h-96 w-full sm:h-[calc(100dvh-3.5rem)]",
        "lg:grid-cols-[21rem_minmax(0,1fr)]",
      )}
    >
      <section
        aria-label={inbox.title}
        className={cx(
          "flex min-h-0 min-w-0 flex-col border-line max-lg:bg-surface lg:border-r",
          open && "max-lg:hidden",
        )}
      >
        <ContactList heading={open ? <h2 className={heading}>{inbox.title}</h2> : <Heading />} />
      </section>
      <Outlet />
    </div>
  );
}

const heading = "text-xl outline-none sm:text-2xl";

// With an open conversation that is the page, and has its heading.
function Heading() {
  const ref = usePageHeading(inbox.title);
  return (
    <h1 ref={ref} tabIndex={-1} className={heading}>
      {inbox.title}
    </h1>
  );
}

/** Placeholder of a conversation that is being loaded. */
export function NoConversation() {
  return (
    <div className="grid place-content-center bg-surface max-lg:hidden">
      <EmptyState title={inbox.choose} icon={<MessagesSquare size={20} aria-hidden />}>
        {inbox.chooseHint}
      </EmptyState>
    </div>
  );
}
