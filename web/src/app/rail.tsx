import { Link, useLocation } from "@tanstack/react-router";
import PanelLeftClose from "lucide-react/icons/panel-left-close";
import PanelLeftOpen from "lucide-react/icons/panel-left-open";
import { useEffect, useRef } from "react";
import { appName } from "@/lib/app-name";
import { cx } from "@/lib/cx";
import { railCollapsed } from "@/lib/preference";
import { Logo } from "./logo";
import type { NavItem } from "./nav";
import { app } from "./strings";

type Group = keyof typeof app.groups;

function byGroup(items: readonly NavItem[]): [Group | undefined, NavItem[]][] {
  const groups = new Map<Group | undefined, NavItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}

/** The menu on the left, from 640 px. */
export function Rail({ items, collapsed }: { items: readonly NavItem[]; collapsed: boolean }) {
  const pinned = items.filter((item) => item.foot);
  const groups = byGroup(items.filter((item) => !item.foot));
  const scrolled = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();
  // In a low window the current page's entry may be out of view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path decides which entry it is
  useEffect(() => {
    scrolled.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
  }, [pathname]);
  return (
    <nav
      aria-label={app.navigation}
      className={cx("sticky top-0 flex h-dvh flex-col border-r border-line", collapsed ? "w-16" : "w-58")}
    >
      <Link
        to="/"
        aria-label={appName()}
        className="flex h-14 shrink-0 items-center gap-2.5 px-4.5 -outline-offset-4"
      >
        <Logo />
        {!collapsed && <span className="truncate text-lg font-semibold tracking-tight">{appName()}</span>}
      </Link>
      <div ref={scrolled} className="flex min-h-0 grow flex-col gap-4 overflow-y-auto px-3 py-2">
        {groups.map(([group, members]) => (
          <div key={group ?? "top"} className="grid gap-0.5">
            {group && !collapsed && (
              <p className="px-2.5 pt-1 pb-1 text-xs font-medium text-muted">{app.groups[group]}</p>
            )}
            {members.map((item) => (
              <RailLink key={item.to} item={item} collapsed={collapsed} />
            ))}
          </div>
        ))}
      </div>
      <div className="grid shrink-0 gap-0.5 px-3 py-2">
        {pinned.map((item) => (
          <RailLink key={item.to} item={item} collapsed={collapsed} />
        ))}
        <button
          type="button"
          aria-label={collapsed ? app.expand : app.collapse}
          title={`${collapsed ? app.expand : app.collapse} ([)`}
          aria-expanded={!collapsed}
          onClick={() => railCollapsed.set(!collapsed)}
          className={cx(railItem, "text-muted hover:text-text", collapsed && "justify-center px-0")}
        >
          {collapsed ? <PanelLeftOpen size={18} aria-hidden /> : <PanelLeftClose size={18} aria-hidden />}
        </button>
      </div>
    </nav>
  );
}

const railItem =
  "flex h-9 items-center gap-3 rounded-lg px-2.5 text-base font-medium hover:bg-hover pointer-coarse:h-11";

function RailLink({ item, collapsed }: { item: NavItem; collapsed: boolean }) {
  const Icon = item.icon;
  return (
    <Link
      to={item.to}
      activeOptions={{ exact: item.to === "/" || item.to === "/admin" }}
      className={cx(railItem, collapsed && "justify-center px-0")}
      activeProps={{ className: "bg-accent-soft text-on-accent-soft hover:bg-accent-soft" }}
      inactiveProps={{ className: "text-muted hover:text-text" }}
      {...(collapsed ? { "aria-label": item.label, title: item.label } : {})}
    >
      <Icon size={18} strokeWidth={1.9} aria-hidden className="shrink-0" />
      {!collapsed && <span className="truncate">{item.label}</span>}
    </Link>
  );
}
