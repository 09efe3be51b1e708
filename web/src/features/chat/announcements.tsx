import { useEffect, useState } from "react";
import { liveAnnouncements } from "@/lib/preference";
import { onChatFrames } from "@/live/chat";
import type { Conversation } from "./model";
import { me } from "./queries";
import { chat } from "./strings";

/** Announces messages of others to screen readers; the list's own content changes while scrolling. */
export function Announcements({ conversation: { id } }: { conversation: Conversation }) {
  const enabled = liveAnnouncements.use();
  const [text, setText] = useState("");
  useEffect(() => {
    if (!enabled) return;
    return onChatFrames((frame) => {
      const isNew = frame.type === "message" && frame.conversation_id === id;
      if (isNew && frame.sender_id !== me() && typeof frame.sender === "string")
        setText(chat.says(frame.sender, String(frame.message)));
    });
  }, [id, enabled]);
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
