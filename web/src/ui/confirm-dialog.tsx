import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormError } from "./states";
import { ui } from "./strings";

interface Props {
  /** A question. */
  title: string;
  /** What follows from it. */
  text: ReactNode;
  /** The button that does it: a verb, never "OK". */
  confirm: string;
  /** What is done can be undone, or takes nothing away. */
  harmless?: boolean;
  busy: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that can't be taken back. It stays open until that is done, and shows why it failed. */
export default function ConfirmDialog({ title, text, confirm, harmless, busy, error, ...on }: Props) {
  return (
    <Dialog
      open
      onOpenChange={on.onClose}
      title={title}
      description={text}
      actions={
        <>
          <Button onClick={on.onClose}>{ui.cancel}</Button>
          <Button look={harmless ? "primary" : "danger"} busy={busy} onClick={on.onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {error && <FormError>{error.message}</FormError>}
    </Dialog>
  );
}
