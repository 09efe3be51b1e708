import { Link, type LinkProps } from "@tanstack/react-router";
import ArrowLeft from "lucide-react/icons/arrow-left";
import type { ReactNode } from "react";

interface Props {
  children: ReactNode;
}

/** A link back to the list, above the heading of a detail page. */
export function BackLink({ children, ...link }: Pick<LinkProps, "to" | "params" | "search"> & Props) {
  return (
    <Link
      {...link}
      className="inline-flex min-h-6 items-center gap-1.5 rounded text-muted hover:text-text pointer-coarse:min-h-11"
    >
      <ArrowLeft size={15} aria-hidden />
      {children}
    </Link>
  );
}
