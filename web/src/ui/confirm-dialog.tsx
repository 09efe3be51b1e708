import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormError } from "./states";
import { ui } from "./strings";

interface Props {
  /** A question. */
  title: string;
  /** The consequences. */
  text: ReactNode;
  /** The confirming button: a verb, never "OK". */
  confirm: string;
  /** The action can be undone, or removes nothing. */
  harmless?: boolean;
  busy: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before an action that can't be undone. It stays open until the action is done, and shows why it failed. */
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
