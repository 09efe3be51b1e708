import { Link, type LinkProps } from "@tanstack/react-router";
import ArrowLeft from "lucide-react/icons/arrow-left";
import type { ReactNode } from "react";

/** A link back to the list, above the heading of a detail page. */
export function BackLink({ to, children }: { to: NonNullable<LinkProps["to"]>; children: ReactNode }) {
  return (
    <Link
      to={to}
      className="inline-flex min-h-6 items-center gap-1.5 rounded text-muted hover:text-text pointer-coarse:min-h-11"
    >
      <ArrowLeft size={15} aria-hidden />
      {children}
    </Link>
  );
}
