import type { LinkProps } from "@tanstack/react-router";
import { House, type LucideIcon, Settings } from "lucide-react";
import type { Role } from "@/api/session";
import { app } from "./strings";

export interface NavItem {
  to: NonNullable<LinkProps["to"]>;
  label: string;
  icon: LucideIcon;
  /** The heading that it stands under in the rail; none at the top. */
  group?: keyof typeof app.groups;
  /** Who sees it; all, where it is absent. The same roles belong in the route's `staticData`. */
  roles?: readonly Role[];
  /** A shortcut: one key ("c") or two in a row ("g m"). */
  keys?: string;
  /** Among the four places of the bottom bar on phones. */
  phone?: boolean;
  /** Further words that the command palette finds it by. */
  words?: readonly string[];
}

/** The pages that exist, in the order of the menu. The rail, the bottom bar, the palette and the keys come from it. */
const items: readonly NavItem[] = [
  { to: "/", label: app.home, icon: House, keys: "g h", phone: true },
  {
    to: "/settings",
    label: app.settings,
    icon: Settings,
    keys: "g s",
    phone: true,
    words: ["profile", "password", "sessions", "appearance", "theme"],
  },
];

export function navFor(role: Role): readonly NavItem[] {
  return items.filter((item) => !item.roles || item.roles.includes(role));
}
