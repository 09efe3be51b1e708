import type { LinkProps } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import Activity from "lucide-react/icons/activity";
import Bot from "lucide-react/icons/bot";
import Coins from "lucide-react/icons/coins";
import Contact from "lucide-react/icons/contact";
import CreditCard from "lucide-react/icons/credit-card";
import FileText from "lucide-react/icons/file-text";
import FlaskConical from "lucide-react/icons/flask-conical";
import Gauge from "lucide-react/icons/gauge";
import House from "lucide-react/icons/house";
import Inbox from "lucide-react/icons/inbox";
import KeyRound from "lucide-react/icons/key-round";
import Layers from "lucide-react/icons/layers";
import ListChecks from "lucide-react/icons/list-checks";
import MessagesSquare from "lucide-react/icons/messages-square";
import PenLine from "lucide-react/icons/pen-line";
import RadioTower from "lucide-react/icons/radio-tower";
import Scale from "lucide-react/icons/scale";
import ScrollText from "lucide-react/icons/scroll-text";
import Send from "lucide-react/icons/send";
import Server from "lucide-react/icons/server";
import Settings from "lucide-react/icons/settings";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import Sparkles from "lucide-react/icons/sparkles";
import UserCog from "lucide-react/icons/user-cog";
import Users from "lucide-react/icons/users";
import Wallet from "lucide-react/icons/wallet";
import { knownPlatform } from "@/api/platform";
import type { Role } from "@/api/session";
import { app } from "./strings";

export interface NavItem {
  to: NonNullable<LinkProps["to"]>;
  label: string;
  icon: LucideIcon;
  /** Its group's heading in the rail; none at the top. */
  group?: keyof typeof app.groups;
  /** The roles that see it; all if absent. The same roles belong in the route's `staticData`. */
  roles?: readonly Role[];
  /** A shortcut: one key ("c") or two in a row ("g m"). */
  keys?: string;
  /** Has an entry in the phone's bottom bar, which has no room for all pages. */
  phone?: boolean;
  /** At the foot of the rail. */
  foot?: boolean;
  /** Only where the platform says that it has this page. */
  exists?: () => boolean;
  /** Only in the palette and the shortcuts: pages reached from pages of the menu. */
  aside?: boolean;
  /** Further words by which the command palette finds it. */
  words?: readonly string[];
}

const admins: readonly Role[] = ["admin"];

/** All pages, in the order of the menu. The rail, the bottom bar, the palette and the shortcuts are built from it. */
const items: readonly NavItem[] = [
  { to: "/", label: app.home, icon: House, keys: "g h", phone: true },
  {
    to: "/admin",
    label: app.overview,
    icon: Gauge,
    group: "operate",
    roles: admins,
    keys: "g v",
    words: ["administration", "attention", "health"],
  },
  {
    to: "/admin/queues",
    label: app.queues,
    icon: Layers,
    group: "operate",
    roles: admins,
    keys: "g q",
    words: ["administration", "pause", "throttles", "providers"],
  },
  {
    to: "/admin/processes",
    label: app.processes,
    icon: Server,
    group: "operate",
    roles: admins,
    words: ["administration", "workers", "heartbeat", "health", "stalled"],
  },
  {
    to: "/admin/users",
    label: app.users,
    icon: UserCog,
    group: "operate",
    roles: admins,
    keys: "g u",
    words: ["administration", "accounts", "suspend", "roles"],
  },
  {
    to: "/admin/payments",
    label: app.payments,
    icon: CreditCard,
    group: "operate",
    roles: admins,
    words: ["administration", "recharges", "deposits", "stripe", "refunds", "block"],
  },
  {
    to: "/admin/ledger",
    label: app.ledger,
    icon: Scale,
    group: "operate",
    roles: admins,
    words: ["administration", "proof", "mint", "hash chain", "discrepancies"],
  },
  {
    to: "/admin/audit",
    label: app.audit,
    icon: ScrollText,
    group: "operate",
    roles: admins,
    words: ["administration", "log", "actions", "before", "after"],
  },
  {
    to: "/admin/settings",
    label: app.platformSettings,
    icon: SlidersHorizontal,
    group: "operate",
    roles: admins,
    words: ["administration", "configuration", "environment", "variables"],
  },
  {
    to: "/messages",
    label: app.messages,
    icon: Send,
    group: "send",
    keys: "g m",
    phone: true,
    words: ["sent", "received", "history"],
  },
  {
    to: "/inbox",
    label: app.inbox,
    icon: Inbox,
    group: "send",
    roles: ["business_owner", "reseller", "admin"],
    keys: "g i",
    phone: true,
    words: ["answers", "phones", "conversations", "replies", "whatsapp"],
  },
  {
    to: "/templates",
    label: app.templates,
    icon: FileText,
    group: "send",
    roles: ["business_owner", "reseller", "admin"],
    keys: "g t",
    words: ["whatsapp", "texts", "grants"],
  },
  {
    to: "/contacts",
    label: app.contacts,
    icon: Contact,
    group: "send",
    roles: ["business_owner", "reseller", "admin"],
    keys: "g o",
    words: ["phones", "opt-outs", "stop", "start"],
  },
  {
    to: "/channels",
    label: app.channels,
    icon: RadioTower,
    group: "send",
    roles: ["business_owner", "reseller", "admin"],
    keys: "g n",
    words: ["whatsapp", "number", "webhook", "token"],
  },
  {
    to: "/messages/new",
    label: app.newMessage,
    icon: PenLine,
    keys: "c",
    aside: true,
    words: ["compose", "write", "send"],
  },
  {
    to: "/chat",
    label: app.chat,
    icon: MessagesSquare,
    group: "talk",
    keys: "g c",
    words: ["conversations", "groups", "people", "talk"],
  },
  {
    to: "/assistant",
    label: app.assistant,
    icon: Bot,
    group: "talk",
    keys: "g a",
    words: ["ask", "question", "answer", "ai", "model"],
  },
  {
    to: "/credits",
    label: app.creditsPage,
    icon: Coins,
    group: "money",
    keys: "g b",
    phone: true,
    words: ["balance", "buy", "recharge", "statement", "transactions"],
  },
  {
    to: "/wallet",
    label: app.wallet,
    icon: Wallet,
    group: "money",
    keys: "g w",
    words: ["transfer", "send money", "deposit", "balance"],
  },
  {
    to: "/plan",
    label: app.plan,
    icon: Sparkles,
    group: "money",
    keys: "g p",
    words: ["subscription", "pro", "upgrade", "usage", "invoices"],
  },
  {
    to: "/clients",
    label: app.clients,
    icon: Users,
    group: "clients",
    roles: ["reseller", "admin"],
    keys: "g l",
    words: ["business owners", "customers", "distribute", "reclaim"],
  },
  {
    to: "/clients/distribute",
    label: app.distribute,
    icon: Users,
    roles: ["reseller"],
    aside: true,
    words: ["csv", "bulk", "give"],
  },
  {
    to: "/jobs",
    label: app.jobs,
    icon: ListChecks,
    group: "build",
    keys: "g j",
    words: ["queue", "failed", "retry", "cancel", "attempts", "work"],
  },
  {
    to: "/events",
    label: app.events,
    icon: Activity,
    group: "build",
    keys: "g e",
    words: ["live", "log", "tail", "stream"],
  },
  {
    to: "/keys",
    label: app.keysPage,
    icon: KeyRound,
    group: "build",
    keys: "g k",
    words: ["api keys", "tokens", "scopes"],
  },
  {
    // At the foot: it appears late, once the platform's description is here, and moves nothing there.
    to: "/chaos",
    label: app.chaos,
    icon: FlaskConical,
    roles: admins,
    keys: "g x",
    foot: true,
    exists: () => knownPlatform()?.chaos === true,
    words: ["break", "kill a worker", "redis", "failure", "demo", "audit", "load"],
  },
  {
    to: "/settings",
    label: app.settings,
    icon: Settings,
    foot: true,
    keys: "g s",
    phone: true,
    words: ["profile", "password", "sessions", "appearance", "theme"],
  },
];

export function navFor(role: Role): readonly NavItem[] {
  return items.filter((item) => (!item.roles || item.roles.includes(role)) && (item.exists?.() ?? true));
}

/** The entries of the rail and of the bottom bar. */
export function menuFor(role: Role): readonly NavItem[] {
  return navFor(role).filter((item) => !item.aside);
}
