import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

interface Props {
  trigger: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
  /** Open from the first render, if the press that opened it also loaded this module. */
  defaultOpen?: boolean;
  /** Controlled, with `onOpenChange`. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

/** A menu of actions under a button. `trigger` is one element that takes a ref, such as a Button. */
export function Menu({ trigger, align = "end", side = "bottom", children, ...state }: Props) {
  return (
    <Radix.Root modal={false} {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            // The chosen item may have moved the focus, as a link does to the heading of its page.
            if (document.activeElement !== document.body) event.preventDefault();
          }}
          className="z-50 min-w-52 animate-rise rounded-xl border border-line bg-raised p-1.5 shadow-high outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const item =
  "flex min-h-9 w-full cursor-default items-center gap-2.5 rounded-lg px-2.5 text-base outline-none select-none data-highlighted:bg-hover data-disabled:text-muted pointer-coarse:min-h-11";

interface ItemProps {
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect?: (event: Event) => void;
  /** One element, such as a Link, in place of a plain item. */
  asChild?: boolean;
  children: ReactNode;
}

export function MenuItem({ icon, danger, asChild, children, ...rest }: ItemProps) {
  return (
    <Radix.Item {...rest} asChild={asChild} className={cx(item, danger && "text-danger")}>
      {asChild ? (
        children
      ) : (
        <>
          {icon && <span className="text-muted">{icon}</span>}
          {children}
        </>
      )}
    </Radix.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 py-1.5 text-sm text-muted">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="mx-2 my-1.5 h-px bg-line" />;
}
