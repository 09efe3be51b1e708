import type { ButtonHTMLAttributes, ReactNode } from "react";
import { cx } from "@/lib/cx";

type Look = "primary" | "secondary" | "quiet" | "danger";
type Size = "sm" | "md" | "icon";

const base =
  "inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap select-none transition-colors disabled:cursor-not-allowed aria-disabled:cursor-not-allowed";
const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover disabled:bg-idle-soft disabled:text-on-idle-soft",
  secondary:
    "border border-line-strong bg-surface text-text hover:bg-hover disabled:border-line disabled:text-muted",
  quiet: "text-text hover:bg-hover disabled:text-muted",
  danger: "bg-danger text-on-danger hover:bg-danger-hover disabled:bg-idle-soft disabled:text-on-idle-soft",
};
const sizes: Record<Size, string> = {
  sm: "h-8 px-3 text-sm pointer-coarse:h-11 pointer-coarse:px-4",
  md: "h-9 px-4 text-base pointer-coarse:h-11",
  icon: "size-9 pointer-coarse:size-11",
};

/** A button's classes, for links that look like one. */
export function buttonClass(look: Look = "secondary", size: Size = "md"): string {
  return cx(base, looks[look], sizes[size]);
}

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  size?: Size;
  /** Shows that the action is running. The button keeps its width and focus, and a second press does nothing. */
  busy?: boolean;
  icon?: ReactNode;
}

export function Button({ look = "secondary", size = "md", busy, icon, children, className, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
      className={cx(buttonClass(look, size), "relative", className)}
    >
      {busy && (
        <span className="absolute inset-0 grid place-items-center">
          <span className="size-4 animate-spin rounded-full border-2 border-current border-t-transparent" />
        </span>
      )}
      <span className={cx("inline-flex items-center gap-2", busy && "opacity-0")}>
        {icon}
        {children}
      </span>
    </button>
  );
}
