import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Coins from "lucide-react/icons/coins";
import Search from "lucide-react/icons/search";
import { NotificationBell } from "@/features/notifications/bell";
import { appName } from "@/lib/app-name";
import { cx } from "@/lib/cx";
import { balanceQuery } from "@/live/balance";
import { useConnection } from "@/live/live";
import { Credits } from "@/ui/values";
import { AccountButton } from "./account-button";
import type { Overlay } from "./layout";
import { Logo } from "./logo";
import { app } from "./strings";

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);

export function TopBar({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-bg px-4 sm:gap-3 sm:px-8">
      <Link to="/" aria-label={appName()} className="rounded-lg sm:hidden">
        <Logo />
      </Link>
      <button
        type="button"
        onClick={() => onOpen("palette")}
        aria-label={app.search}
        className="flex h-9 items-center gap-2 rounded-lg text-muted hover:text-text max-sm:w-9 max-sm:justify-center sm:w-72 sm:border sm:border-line sm:bg-surface sm:px-3 sm:hover:border-line-strong pointer-coarse:h-11"
      >
        <Search size={16} aria-hidden />
        <span className="grow text-left max-sm:hidden">{app.search}</span>
        <kbd className="rounded border border-line px-1.5 font-sans text-2xs max-sm:hidden">
          {isMac ? "⌘ K" : "Ctrl K"}
        </kbd>
      </button>
      <span className="grow" />
      <ConnectionDot />
      <BalanceChip />
      <NotificationBell />
      <AccountButton onOpen={onOpen} />
    </header>
  );
}

function BalanceChip() {
  const { data } = useQuery(balanceQuery);
  const low = data?.low_balance_threshold != null && data.balance < data.low_balance_threshold;
  return (
    <span
      className={cx(
        "flex h-8 min-w-32 items-center justify-center gap-1.5 rounded-full border px-3 text-sm",
        low ? "border-transparent bg-warn-soft text-on-warn-soft" : "border-line bg-surface",
      )}
    >
      <Coins size={15} aria-hidden className={low ? "" : "text-muted"} />
      <span className="sr-only">{app.balance}</span>
      {data && (
        <>
          <span className="font-semibold">
            <Credits value={data.balance} />
          </span>
          <span className={low ? "" : "text-muted"}>{app.credits(data.balance)}</span>
        </>
      )}
    </span>
  );
}

function ConnectionDot() {
  const connection = useConnection();
  return (
    <span
      role="img"
      aria-label={app.connection[connection]}
      title={app.connection[connection]}
      data-connection={connection}
      className="grid size-6 place-items-center"
    >
      <span
        className={cx(
          "size-2 rounded-full",
          connection === "live" && "bg-accent",
          connection === "connecting" && "animate-pulse bg-line-strong",
          connection === "offline" && "bg-danger ring-2 ring-danger-soft",
        )}
      />
    </span>
  );
}
