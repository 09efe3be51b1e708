import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { type Tone, toneClass } from "./status-chip";

/** A short word or number, such as a role or "12 new". With `onClick` it is a button. */
export function Pill({
  tone = "idle",
  onClick,
  children,
}: {
  tone?: Tone;
  onClick?: () => void;
  children: ReactNode;
}) {
  const look = cx(
    "inline-flex h-6 items-center gap-1 rounded-full px-2.5 text-sm font-medium whitespace-nowrap",
    toneClass[tone],
  );
  if (!onClick) return <span className={look}>{children}</span>;
  return (
    <button type="button" onClick={onClick} className={cx(look, "hover:underline pointer-coarse:h-11")}>
      {children}
    </button>
  );
}
