import WifiOff from "lucide-react/icons/wifi-off";
import { useChatConnection } from "@/live/chat";
import { chat } from "./strings";

/** Reports that the conversation is not updated, above the field, which still accepts messages. */
export function ConnectionBar() {
  const connection = useChatConnection();
  if (connection !== "offline") return null;
  return (
    <p
      role="status"
      className="flex shrink-0 items-center gap-2 bg-warn-soft px-4 py-2 text-sm text-on-warn-soft sm:px-6"
    >
      <WifiOff size={15} aria-hidden className="shrink-0" />
      {chat.offline}
    </p>
  );
}
