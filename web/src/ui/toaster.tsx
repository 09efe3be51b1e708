import CircleCheck from "lucide-react/icons/circle-check";
import CircleAlert from "lucide-react/icons/circle-exclamation-point";
import X from "lucide-react/icons/x";
import { Toast as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";
import { cx } from "@/lib/cx";
import { ui } from "./strings";
import { dismissToast, getToasts, subscribeToasts } from "./toast";

/** Shows the toasts; once, in the shell. */
export default function Toaster() {
  const shown = useSyncExternalStore(subscribeToasts, getToasts);
  return (
    <Radix.Provider label={ui.notifications} duration={6000}>
      {shown.map((note) => (
        <Radix.Root
          key={note.id}
          type={note.kind === "error" ? "foreground" : "background"}
          onOpenChange={(open) => {
            if (!open) dismissToast(note.id);
          }}
          className="flex animate-rise items-center gap-3 rounded-xl border border-line bg-raised py-2.5 pr-2 pl-4 shadow-high"
        >
          {note.kind === "ok" ? (
            <CircleCheck size={18} aria-hidden className="shrink-0 text-accent" />
          ) : (
            <CircleAlert size={18} aria-hidden className="shrink-0 text-danger" />
          )}
          <Radix.Title className="grow text-base">{note.text}</Radix.Title>
          {note.action && (
            <Radix.Action altText={note.action.label} asChild>
              <button
                type="button"
                onClick={note.action.run}
                className="rounded-md px-2 py-1 text-sm font-medium text-accent hover:bg-hover"
              >
                {note.action.label}
              </button>
            </Radix.Action>
          )}
          <Radix.Close
            aria-label={ui.dismiss}
            className="grid size-8 shrink-0 place-items-center rounded-lg text-muted hover:bg-hover hover:text-text"
          >
            <X size={16} aria-hidden />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport
        className={cx(
          "fixed z-[60] m-0 grid w-full list-none gap-2 p-4 outline-none",
          // On phones at the top: dialogs and the buttons of forms are at the bottom.
          "top-12 left-0 sm:top-auto sm:right-0 sm:bottom-2 sm:left-auto sm:max-w-sm",
        )}
      />
    </Radix.Provider>
  );
}
