import { Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import type { Connection } from "@/live/event";
import { usePageHeading } from "./page";

const headingClass = "text-xl outline-none sm:text-2xl";

interface Props {
  title: string;
  /** Whether an item is open: narrow screens show it in place of the list. */
  open: boolean;
  /** The state of the connection that keeps the page up to date. */
  live: Connection;
  /** The list; the heading belongs at its top. */
  list: (heading: ReactNode) => ReactNode;
}

/** A list and its open item side by side; on narrow screens one of them. */
export function SplitPage({ title, open, live, list }: Props) {
  return (
    <div
      data-chat={live}
      className={cx(
        "mx-auto grid h-[calc(100dvh-7.25rem-env(safe-area-inset-bottom))] min-h-96 w-full sm:h-[calc(100dvh-3.5rem)]",
        "lg:grid-cols-[21rem_minmax(0,1fr)]",
      )}
    >
      <section
        aria-label={title}
        className={cx(
          "flex min-h-0 min-w-0 flex-col border-line max-lg:bg-surface lg:border-r",
          open && "max-lg:hidden",
        )}
      >
        {list(open ? <h2 className={headingClass}>{title}</h2> : <Heading title={title} />)}
      </section>
      <Outlet />
    </div>
  );
}

// With an open item that is the page, and has its heading.
function Heading({ title }: { title: string }) {
  const ref = usePageHeading(title);
  return (
    <h1 ref={ref} tabIndex={-1} className={headingClass}>
      {title}
    </h1>
  );
}
