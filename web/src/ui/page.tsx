import { type ReactNode, useEffect, useRef } from "react";
import { appName } from "@/lib/app-name";
import { cx } from "@/lib/cx";
import { noteVisit } from "@/lib/recent";

// The first page takes no focus: the browser begins at the top by itself.
let first = true;

/**
 * Sets the document's title, and focuses the heading when another page is shown, so that keyboards and screen readers
 * begin there. `page` identifies the page: it changes with the page, not with its data.
 */
export function usePageHeading(title: string, page: string = title) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${appName()}`;
    noteVisit(location.pathname, title);
  }, [title]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each page
  useEffect(() => {
    if (first) first = false;
    // A dialog that was opened while this page loaded keeps the focus: what is typed is meant for it.
    else if (!document.querySelector('[role="dialog"]')) heading.current?.focus();
  }, [page]);
  return heading;
}

interface Props {
  title: string;
  /** The heading, if shorter than the document's title. */
  heading?: string;
  /** Set it if the title comes from data, such as an id, so that the focus moves once. */
  page?: string;
  description?: ReactNode;
  /** The link back, above the heading; in place of a description. */
  back?: ReactNode;
  actions?: ReactNode;
  /** Text and forms are narrow; tables take the full width. */
  narrow?: boolean;
  children: ReactNode;
}

/** A page of the console: heading, actions and content. Each route renders exactly one. */
export function Page({ title, heading, page, description, back, actions, narrow, children }: Props) {
  const ref = usePageHeading(title, page);
  const beside = back ?? description;
  return (
    <div className={cx("mx-auto w-full px-4 py-5 sm:px-8 sm:py-8", narrow ? "max-w-3xl" : "max-w-6xl")}>
      <header
        className={cx(
          "mb-5 grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 sm:mb-7",
          // On a phone actions are beside the description: when they appear late, nothing moves.
          beside ? "items-center sm:items-start" : "items-center",
        )}
      >
        <h1
          ref={ref}
          tabIndex={-1}
          className={cx(
            "text-xl break-words sm:text-2xl",
            beside ? "max-sm:col-span-2" : undefined,
            back ? "row-start-2" : undefined,
          )}
        >
          {heading ?? title}
        </h1>
        {beside && (
          <div
            className={cx(
              "text-muted max-sm:flex max-sm:min-h-11 max-sm:items-center",
              back ? "row-start-1" : "row-start-2",
            )}
          >
            {beside}
          </div>
        )}
        {actions && (
          <div
            className={cx(
              "col-start-2 flex flex-wrap items-center justify-end gap-2",
              beside ? "sm:row-span-2 sm:row-start-1" : undefined,
              beside ? (back ? "max-sm:row-start-1 sm:self-end" : "max-sm:row-start-2") : undefined,
            )}
          >
            {actions}
          </div>
        )}
      </header>
      {children}
    </div>
  );
}
