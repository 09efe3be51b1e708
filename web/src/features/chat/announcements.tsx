import { useEffect, useState } from "react";
import { liveAnnouncements } from "@/lib/preference";
import { onChatFrames } from "@/live/chat";
import type { Conversation } from "./model";
import { me } from "./queries";
import { chat } from "./strings";

/** Reads messages of others out to screen readers as they come; the list itself changes while it is scrolled. */
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
