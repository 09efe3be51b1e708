import { useInfiniteQuery } from "@tanstack/react-query";
import X from "lucide-react/icons/x";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { DateTime } from "@/ui/values";
import type { ChatMessage } from "./model";
import { searchQuery } from "./queries";
import { chat } from "./strings";

interface Props {
  id: string;
  onClose: () => void;
  onChoose: (seq: number) => void;
}

const PAUSE_MS = 300;

/** Searches a conversation; a result is shown in its context. */
export default function SearchPanel({ id, onClose, onChoose }: Props) {
  const [text, setText] = useState("");
  const [q, setQ] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what is in it, as in a dialog
    <div
      className="grid max-h-[45%] shrink-0 grid-rows-[auto_minmax(0,1fr)] border-b border-line"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <form
        className="flex items-center gap-2 px-4 py-2.5 sm:px-6"
        onSubmit={(event) => {
          event.preventDefault();
          setQ(text.trim());
        }}
      >
        <input
          ref={field}
          type="search"
          aria-label={chat.searchIn}
          placeholder={chat.searchIn}
          title={chat.searchHint}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="input"
        />
        <Button
          look="quiet"
          size="icon"
          aria-label={chat.closeSearch}
          onClick={onClose}
          className="-mr-2 shrink-0"
        >
          <X size={18} aria-hidden />
        </Button>
      </form>
      {q !== "" && <Results id={id} q={q} onChoose={onChoose} />}
    </div>
  );
}

function Results({ id, q, onChoose }: { id: string; q: string; onChoose: (seq: number) => void }) {
  const asked = useDeferredValue(q);
  const query = useInfiniteQuery(searchQuery(id, asked));
  const found = query.data?.pages.flatMap((page) => page.data);
  if (query.error && !found) {
    return (
      <div className="min-h-0 overflow-y-auto">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  return (
    <div className="min-h-0 overflow-y-auto border-t border-line" aria-busy={query.isFetching}>
      {found?.length === 0 && (
        <p role="status" className="px-4 py-4 text-muted sm:px-6">
          {chat.noResults}
        </p>
      )}
      <ul aria-label={chat.results}>
        {found?.map((message) => (
          <Result key={message.id} message={message} onChoose={onChoose} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="grid justify-items-center p-3">
          <Button size="sm" onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
            {chat.more}
          </Button>
        </div>
      )}
    </div>
  );
}

function Result({
  message: { seq, sender, body, created_at },
  onChoose,
}: {
  message: ChatMessage;
  onChoose: (seq: number) => void;
}) {
  return (
    <li className="border-b border-line last:border-b-0">
      <button
        type="button"
        onClick={() => onChoose(seq)}
        className="grid w-full gap-0.5 px-4 py-2 text-left -outline-offset-2 hover:bg-hover sm:px-6"
      >
        <span className="flex items-baseline justify-between gap-3 text-sm text-muted">
          <span className="truncate">{sender?.username}</span>
          <DateTime value={created_at} />
        </span>
        <span className="truncate">{body}</span>
      </button>
    </li>
  );
}
