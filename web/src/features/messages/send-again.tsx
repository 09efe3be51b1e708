import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { message as text } from "./strings";

interface Props {
  contact: string;
  busy: boolean;
  onSend: () => void;
  onClose: () => void;
}

/** Asks before sending a message again that may already have arrived. */
export default function SendAgain({ contact, busy, onSend, onClose }: Props) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={text.sendAgainTitle}
      description={text.sendAgainUnknown(contact)}
      actions={
        <>
          <Button onClick={onClose}>{text.keep}</Button>
          <Button look="danger" busy={busy} onClick={onSend}>
            {text.sendAgain}
          </Button>
        </>
      }
    />
  );
}
