import X from "lucide-react/icons/x";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cx } from "@/lib/cx";
import { Button } from "./button";
import { ui } from "./strings";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** Buttons at the bottom right; the main one last. */
  actions?: ReactNode;
  /** Without it neither a press outside nor Escape closes the dialog, and there is no close button. */
  dismissable?: boolean;
  wide?: boolean;
  children?: ReactNode;
}

/**
 * Radix only knows triggers that it rendered. Without this the focus would be lost with the dialog. It goes to the page's
 * heading if another page was shown meanwhile.
 */
export function giveBackFocus(event: Event, opener: Element | null): void {
  event.preventDefault();
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  else document.querySelector<HTMLElement>("h1[tabindex]")?.focus();
}

/** A dialog; on phones a sheet at the bottom. Load it lazily unless the page opens with it. */
export function Dialog({ open, onOpenChange, title, description, actions, wide, children, ...rest }: Props) {
  const dismissable = rest.dismissable ?? true;
  const [opener] = useState(() => document.activeElement);
  const keep = (event: Event) => {
    if (!dismissable) event.preventDefault();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          onCloseAutoFocus={(event) => giveBackFocus(event, opener)}
          onEscapeKeyDown={keep}
          // Radix gives Escape to what opened last only: a toast would take it from the dialog.
          onKeyDown={(event) => {
            if (event.key === "Escape" && !event.defaultPrevented && dismissable) onOpenChange(false);
          }}
          onPointerDownOutside={keep}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cx(
            "fixed z-50 flex max-h-[90dvh] animate-rise flex-col overflow-y-auto border border-line bg-raised shadow-high outline-none",
            "inset-x-0 bottom-0 rounded-t-2xl pb-[env(safe-area-inset-bottom)]",
            "sm:inset-x-auto sm:top-[12vh] sm:bottom-auto sm:left-1/2 sm:max-h-[76vh] sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:rounded-xl sm:pb-0",
            wide ? "sm:max-w-2xl" : "sm:max-w-md",
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-5">
            <div className="grid gap-1">
              <Radix.Title className="text-lg">{title}</Radix.Title>
              {description && (
                <Radix.Description className="text-base text-muted">{description}</Radix.Description>
              )}
            </div>
            {dismissable && (
              <Radix.Close asChild>
                <Button look="quiet" size="icon" aria-label={ui.close} className="-mt-1.5 -mr-2 shrink-0">
                  <X size={18} aria-hidden />
                </Button>
              </Radix.Close>
            )}
          </div>
          <div className="px-5 py-4">{children}</div>
          {actions && (
            <div className="flex flex-col-reverse gap-2 border-t border-line px-5 py-4 sm:flex-row sm:justify-end">
              {actions}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
