import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { FormError } from "@/ui/states";
import type { ChatMessage } from "./model";
import { replaceMessage } from "./queries";
import { chat } from "./strings";

/** Asks before a message is deleted for all members. */
export default function DeleteDialog({ message, onClose }: { message: ChatMessage; onClose: () => void }) {
  const client = useQueryClient();
  const { id, conversation_id } = message;
  const remove = useMutation({
    mutationFn: () => {
      const path = { id: conversation_id, message_id: id };
      return data(api.DELETE("/v1/conversations/{id}/messages/{message_id}", { params: { path } }));
    },
    onSuccess: () => {
      const deleted_at = new Date().toISOString();
      replaceMessage(client, { ...message, body: "", status: "deleted", deleted_at });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={chat.removeTitle}
      description={chat.removeHint}
      actions={
        <>
          <Button onClick={onClose}>{chat.cancel}</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {chat.remove}
          </Button>
        </>
      }
    >
      <p className="line-clamp-4 rounded-lg bg-sunken px-3 py-2 break-words whitespace-pre-wrap">
        {message.body}
      </p>
      {remove.error && <FormError>{remove.error.message}</FormError>}
    </Dialog>
  );
}
