import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { settings } from "./strings";

interface Props {
  count: number;
  onClose: () => void;
  onConfirm: () => void;
}

export default function EndOthers({ count, onClose, onConfirm }: Props) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={settings.endOthersTitle}
      description={settings.endOthersText(count)}
      actions={
        <>
          <Button onClick={onClose}>{settings.cancel}</Button>
          <Button
            look="danger"
            onClick={() => {
              onConfirm();
              onClose();
            }}
          >
            {settings.endOthersButton(count)}
          </Button>
        </>
      }
    />
  );
}
