import Bell from "lucide-react/icons/bell";
import { type ComponentProps, lazy, Suspense, useEffect, useState } from "react";
import { notifications } from "./strings";
import { useNotifications } from "./use-notifications";

const load = () => import("./panel");
const Panel = lazy(load);

/** Larger counts are shown as "9+": the badge has room for one digit. */
const MOST_SHOWN = 9;
/** Lets the page's own requests go first. */
const DELAY_MS = 1_000;

export function BellButton({ unread, ...props }: ComponentProps<"button"> & { unread: number }) {
  const count = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
  return (
    <button
      type="button"
      aria-haspopup="menu"
      {...props}
      aria-label={unread > 0 ? `${notifications.title}, ${notifications.unread(count)}` : notifications.title}
      className="relative grid size-9 shrink-0 place-items-center rounded-lg text-muted hover:bg-hover hover:text-text pointer-coarse:size-11"
    >
      <Bell size={19} aria-hidden />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute top-0.5 right-0 min-w-4.5 rounded-full bg-accent px-1 text-center text-2xs font-semibold text-on-accent tabular-nums pointer-coarse:top-1.5 pointer-coarse:right-1"
        >
          {count}
        </span>
      )}
    </button>
  );
}

/** The bell of the top bar. Its data is fetched after the page's own, its menu is loaded on hover or focus. */
export function NotificationBell() {
  const [ready, setReady] = useState(false);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  const { unread } = useNotifications(ready);
  const button = (
    <BellButton
      unread={unread}
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    />
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <Panel />
    </Suspense>
  );
}
