import { chat } from "./strings";
import { useTyping } from "./typing";

/** The typing indicator. Its space is always reserved, so that nothing moves. */
export function TypingLine({ id }: { id: string }) {
  const names = useTyping(id);
  return (
    <p role="status" className="h-5 shrink-0 truncate px-4 text-sm text-muted sm:px-6">
      {names.length > 0 && chat.typing(names)}
    </p>
  );
}
