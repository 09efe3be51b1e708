import Copy from "lucide-react/icons/copy";
import Pencil from "lucide-react/icons/pencil";
import Trash2 from "lucide-react/icons/trash-2";
import type { ReactNode } from "react";
import { copyText } from "@/ui/copy-text";
import { Menu, MenuItem } from "@/ui/menu";
import { toast } from "@/ui/toast";
import type { MessageActionsProps } from "./message-actions";
import { chat } from "./strings";

interface Props extends MessageActionsProps {
  trigger: ReactNode;
}

export default function MessageMenu({ message, own, onEdit, onDelete, trigger }: Props) {
  const copy = async () => {
    if (await copyText(message.body)) toast(chat.copied);
  };
  return (
    <Menu defaultOpen align={own ? "end" : "start"} trigger={trigger}>
      <MenuItem icon={<Copy size={16} aria-hidden />} onSelect={() => void copy()}>
        {chat.copy}
      </MenuItem>
      {own && (
        <>
          <MenuItem icon={<Pencil size={16} aria-hidden />} onSelect={() => onEdit(message)}>
            {chat.edit}
          </MenuItem>
          <MenuItem danger icon={<Trash2 size={16} aria-hidden />} onSelect={() => onDelete(message)}>
            {chat.remove}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
