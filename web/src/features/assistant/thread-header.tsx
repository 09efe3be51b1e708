import { Link } from "@tanstack/react-router";
import ArrowLeft from "lucide-react/icons/arrow-left";
import { cx } from "@/lib/cx";
import { buttonClass } from "@/ui/button";
import { usePageHeading } from "@/ui/page";
import { assistant } from "./strings";
import { UsageChip } from "./usage-chip";

/** `page` is the chat's id: the title may be loaded later. */
export function ThreadHeader({ title, page }: { title: string; page: string }) {
  const heading = usePageHeading(title, page);
  return (
    // Beside the list it has the height of the list's header.
    <header className="flex min-h-[calc(4rem+1px)] items-center gap-3 border-b border-line px-4 py-2 sm:px-6">
      <Link
        to="/assistant"
        aria-label={assistant.back}
        className={cx(buttonClass("quiet", "icon"), "-mx-2 shrink-0 lg:hidden")}
      >
        <ArrowLeft size={18} aria-hidden />
      </Link>
      <h1 ref={heading} tabIndex={-1} className="min-w-0 grow truncate text-lg outline-none">
        {title}
      </h1>
      <UsageChip />
    </header>
  );
}
