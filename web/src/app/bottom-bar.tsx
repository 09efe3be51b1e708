import { Link } from "@tanstack/react-router";
import Ellipsis from "lucide-react/icons/ellipsis";
import { lazy, Suspense, useState } from "react";
import { cx } from "@/lib/cx";
import type { NavItem } from "./nav";
import { app } from "./strings";

const MoreSheet = lazy(() => import("./more-sheet"));
const PLACES = 5;

const place =
  "flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-2xs font-medium -outline-offset-4";

/** The phone's menu: five entries; if there are more pages, the last entry is "More". */
export function BottomBar({ items }: { items: readonly NavItem[] }) {
  const [more, setMore] = useState(false);
  const places = items.length > PLACES ? items.filter((item) => item.phone).slice(0, PLACES - 1) : items;
  const others = items.filter((item) => !places.includes(item));
  return (
    <nav
      aria-label={app.navigation}
      className="fixed inset-x-0 bottom-0 z-30 flex h-[calc(3.75rem+env(safe-area-inset-bottom))] border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
    >
      {places.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === "/" }}
          className={place}
          activeProps={{ className: "text-accent" }}
          inactiveProps={{ className: "text-muted" }}
        >
          <Icon size={21} strokeWidth={1.9} aria-hidden />
          <span className="truncate">{label}</span>
        </Link>
      ))}
      {others.length > 0 && (
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() => setMore(true)}
          className={cx(place, "text-muted")}
        >
          <Ellipsis size={21} aria-hidden />
          {app.more}
        </button>
      )}
      <Suspense>{more && <MoreSheet items={others} onClose={() => setMore(false)} />}</Suspense>
    </nav>
  );
}
