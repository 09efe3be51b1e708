import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { getPlatform } from "./api/platform";
import type { Role } from "./api/session";
import { getSession, isKnown, startSession } from "./api/session";
import { Crash } from "./app/crash";
import { auditSearch, userSearch, usersSearch } from "./features/admin/search";
import { clientSearch, clientsSearch } from "./features/clients/search";
import { contactsSearch } from "./features/contacts/search";
import { creditsSearch } from "./features/credits/search";
import { eventsSearch } from "./features/events/search";
import { jobSearch, jobsSearch } from "./features/jobs/search";
import { filtersOf } from "./features/messages/filters";
import { paymentsSearch, settingsSearch } from "./features/operate/search";
import { templatesSearch } from "./features/templates/search";
import { walletSearch } from "./features/wallet/search";

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
  interface StaticDataRouteOption {
    /** The roles that have this page; all if absent. The server enforces it; this only explains. */
    roles?: readonly Role[];
  }
}

const root = createRootRoute();

/** A path of this console to open after the login, never an external address. */
function nextOf(search: Record<string, unknown>): { next?: string } {
  const { next } = search;
  // Undefined, not absent: the router keeps parameters that a validator leaves out.
  return { next: typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : undefined };
}

// --- outside: without a session ---------------------------------------------------------------------------

const outside = createRoute({
  getParentRoute: () => root,
  id: "outside",
  validateSearch: nextOf,
  beforeLoad: async () => {
    // The page depends on the platform's features; the session is checked only if one is likely.
    await Promise.all([getPlatform(), isKnown() && startSession()]);
  },
  component: lazyRouteComponent(() => import("./features/auth/auth-layout"), "AuthLayout"),
});

const login = createRoute({
  getParentRoute: () => outside,
  path: "/login",
  component: lazyRouteComponent(() => import("./features/auth/login-page"), "LoginPage"),
});

const signup = createRoute({
  getParentRoute: () => outside,
  path: "/signup",
  component: lazyRouteComponent(() => import("./features/auth/signup-page"), "SignupPage"),
});

const forgot = createRoute({
  getParentRoute: () => outside,
  path: "/forgot",
  component: lazyRouteComponent(() => import("./features/auth/forgot-page"), "ForgotPage"),
});

// --- inside: with a session -------------------------------------------------------------------------------

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    await startSession();
    if (getSession().status === "anonymous") {
      const next = location.href === "/" ? {} : { next: location.href };
      throw redirect({ to: "/login", search: next, replace: true });
    }
  },
  component: lazyRouteComponent(() => import("./app/layout"), "Layout"),
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(() => import("./features/home/home-page"), "HomePage"),
});

const messages = createRoute({
  getParentRoute: () => inside,
  path: "/messages",
  validateSearch: filtersOf,
  component: lazyRouteComponent(() => import("./features/messages/messages-page"), "MessagesPage"),
});

const newMessage = createRoute({
  getParentRoute: () => inside,
  path: "/messages/new",
  validateSearch: recipientOf,
  component: lazyRouteComponent(() => import("./features/compose/compose-page"), "ComposePage"),
});

/** Whom to write to. The router reads a number of digits as a number. */
function recipientOf({ to }: Record<string, unknown>): { to?: string } {
  return { to: typeof to === "string" || typeof to === "number" ? String(to) : undefined };
}

const message = createRoute({
  getParentRoute: () => inside,
  path: "/messages/$id",
  component: lazyRouteComponent(() => import("./features/messages/message-page"), "MessagePage"),
});

// Only businesses get messages from phones; the server enforces it.
const businesses = { roles: ["business_owner", "reseller", "admin"] as const };

const inbox = createRoute({
  getParentRoute: () => inside,
  path: "/inbox",
  staticData: businesses,
  component: lazyRouteComponent(() => import("./features/inbox/inbox-page"), "InboxPage"),
});

const inboxIndex = createRoute({
  getParentRoute: () => inbox,
  path: "/",
  staticData: businesses,
  component: lazyRouteComponent(() => import("./features/inbox/inbox-page"), "NoConversation"),
});

const conversation = createRoute({
  getParentRoute: () => inbox,
  path: "$phone",
  staticData: businesses,
  component: lazyRouteComponent(() => import("./features/inbox/thread"), "Thread"),
});

const chat = createRoute({
  getParentRoute: () => inside,
  path: "/chat",
  component: lazyRouteComponent(() => import("./features/chat/chat-page"), "ChatPage"),
});

const chatIndex = createRoute({
  getParentRoute: () => chat,
  path: "/",
  component: lazyRouteComponent(() => import("./features/chat/chat-page"), "NoConversation"),
});

const chatThread = createRoute({
  getParentRoute: () => chat,
  path: "$id",
  component: lazyRouteComponent(() => import("./features/chat/thread"), "Thread"),
});

const templates = createRoute({
  getParentRoute: () => inside,
  path: "/templates",
  staticData: businesses,
  validateSearch: templatesSearch,
  component: lazyRouteComponent(() => import("./features/templates/templates-page"), "TemplatesPage"),
});

const newTemplate = createRoute({
  getParentRoute: () => inside,
  path: "/templates/new",
  staticData: businesses,
  component: lazyRouteComponent(() => import("./features/templates/template-page"), "NewTemplatePage"),
});

const template = createRoute({
  getParentRoute: () => inside,
  path: "/templates/$id",
  staticData: businesses,
  component: lazyRouteComponent(() => import("./features/templates/template-page"), "TemplatePage"),
});

const contacts = createRoute({
  getParentRoute: () => inside,
  path: "/contacts",
  staticData: businesses,
  validateSearch: contactsSearch,
  component: lazyRouteComponent(() => import("./features/contacts/contacts-page"), "ContactsPage"),
});

const channels = createRoute({
  getParentRoute: () => inside,
  path: "/channels",
  staticData: businesses,
  component: lazyRouteComponent(() => import("./features/channels/channels-page"), "ChannelsPage"),
});

const assistant = createRoute({
  getParentRoute: () => inside,
  path: "/assistant",
  component: lazyRouteComponent(() => import("./features/assistant/assistant-page"), "AssistantPage"),
});

const assistantIndex = createRoute({
  getParentRoute: () => assistant,
  path: "/",
  component: lazyRouteComponent(() => import("./features/assistant/assistant-page"), "NoChat"),
});

const assistantThread = createRoute({
  getParentRoute: () => assistant,
  path: "$id",
  component: lazyRouteComponent(() => import("./features/assistant/thread"), "Thread"),
});

const jobs = createRoute({
  getParentRoute: () => inside,
  path: "/jobs",
  validateSearch: jobsSearch,
  component: lazyRouteComponent(() => import("./features/jobs/jobs-page"), "JobsPage"),
});

const job = createRoute({
  getParentRoute: () => inside,
  path: "/jobs/$id",
  validateSearch: jobSearch,
  component: lazyRouteComponent(() => import("./features/jobs/job-page"), "JobPage"),
});

const credits = createRoute({
  getParentRoute: () => inside,
  path: "/credits",
  validateSearch: creditsSearch,
  component: lazyRouteComponent(() => import("./features/credits/credits-page"), "CreditsPage"),
});

const checkoutDone = createRoute({
  getParentRoute: () => inside,
  path: "/checkout/done",
  component: lazyRouteComponent(() => import("./features/credits/checkout-page"), "CheckoutDonePage"),
});

const checkoutCancelled = createRoute({
  getParentRoute: () => inside,
  path: "/checkout/cancelled",
  component: lazyRouteComponent(() => import("./features/credits/checkout-page"), "CheckoutCancelledPage"),
});

const wallet = createRoute({
  getParentRoute: () => inside,
  path: "/wallet",
  validateSearch: walletSearch,
  component: lazyRouteComponent(() => import("./features/wallet/wallet-page"), "WalletPage"),
});

const transfer = createRoute({
  getParentRoute: () => inside,
  path: "/wallet/transfers/$id",
  component: lazyRouteComponent(() => import("./features/wallet/transfer-page"), "TransferPage"),
});

const plan = createRoute({
  getParentRoute: () => inside,
  path: "/plan",
  component: lazyRouteComponent(() => import("./features/plan/plan-page"), "PlanPage"),
});

const resellers = { roles: ["reseller", "admin"] as const };

const clients = createRoute({
  getParentRoute: () => inside,
  path: "/clients",
  staticData: resellers,
  validateSearch: clientsSearch,
  component: lazyRouteComponent(() => import("./features/clients/clients-page"), "ClientsPage"),
});

const client = createRoute({
  getParentRoute: () => inside,
  path: "/clients/$id",
  staticData: resellers,
  validateSearch: clientSearch,
  component: lazyRouteComponent(() => import("./features/clients/client-page"), "ClientPage"),
});

const distribute = createRoute({
  getParentRoute: () => inside,
  path: "/clients/distribute",
  staticData: { roles: ["reseller"] },
  component: lazyRouteComponent(() => import("./features/clients/distribute-page"), "DistributePage"),
});

const events = createRoute({
  getParentRoute: () => inside,
  path: "/events",
  validateSearch: eventsSearch,
  component: lazyRouteComponent(() => import("./features/events/events-page"), "EventsPage"),
});

const keys = createRoute({
  getParentRoute: () => inside,
  path: "/keys",
  component: lazyRouteComponent(() => import("./features/keys/keys-page"), "KeysPage"),
});

// --- administration ---------------------------------------------------------------------------------------

const admins = { roles: ["admin"] as const };

const adminOverview = createRoute({
  getParentRoute: () => inside,
  path: "/admin",
  staticData: admins,
  component: lazyRouteComponent(() => import("./features/admin/overview-page"), "OverviewPage"),
});

const adminQueues = createRoute({
  getParentRoute: () => inside,
  path: "/admin/queues",
  staticData: admins,
  component: lazyRouteComponent(() => import("./features/admin/queues-page"), "QueuesPage"),
});

const adminProcesses = createRoute({
  getParentRoute: () => inside,
  path: "/admin/processes",
  staticData: admins,
  component: lazyRouteComponent(() => import("./features/operate/processes-page"), "ProcessesPage"),
});

const adminPayments = createRoute({
  getParentRoute: () => inside,
  path: "/admin/payments",
  staticData: admins,
  validateSearch: paymentsSearch,
  component: lazyRouteComponent(() => import("./features/operate/payments-page"), "PaymentsPage"),
});

const adminSettings = createRoute({
  getParentRoute: () => inside,
  path: "/admin/settings",
  staticData: admins,
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import("./features/operate/settings-page"), "PlatformSettingsPage"),
});

const adminUsers = createRoute({
  getParentRoute: () => inside,
  path: "/admin/users",
  staticData: admins,
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import("./features/admin/users-page"), "UsersPage"),
});

const adminUser = createRoute({
  getParentRoute: () => inside,
  path: "/admin/users/$id",
  staticData: admins,
  validateSearch: userSearch,
  component: lazyRouteComponent(() => import("./features/admin/user-page"), "UserPage"),
});

const adminLedger = createRoute({
  getParentRoute: () => inside,
  path: "/admin/ledger",
  staticData: admins,
  component: lazyRouteComponent(() => import("./features/admin/ledger-page"), "LedgerPage"),
});

const adminAudit = createRoute({
  getParentRoute: () => inside,
  path: "/admin/audit",
  staticData: admins,
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("./features/admin/audit-page"), "AuditPage"),
});

const chaos = createRoute({
  getParentRoute: () => inside,
  path: "/chaos",
  staticData: admins,
  component: lazyRouteComponent(() => import("./features/chaos/chaos-page"), "ChaosPage"),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: lazyRouteComponent(() => import("./features/settings/settings-layout"), "SettingsLayout"),
});

const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/profile", replace: true });
  },
});

const settingsProfile = createRoute({
  getParentRoute: () => settings,
  path: "profile",
  component: lazyRouteComponent(() => import("./features/settings/profile-page"), "ProfilePage"),
});

const settingsPassword = createRoute({
  getParentRoute: () => settings,
  path: "password",
  component: lazyRouteComponent(() => import("./features/settings/password-page"), "PasswordPage"),
});

const settingsSessions = createRoute({
  getParentRoute: () => settings,
  path: "sessions",
  component: lazyRouteComponent(() => import("./features/settings/sessions-page"), "SessionsPage"),
});

const settingsAppearance = createRoute({
  getParentRoute: () => settings,
  path: "appearance",
  component: lazyRouteComponent(() => import("./features/settings/appearance-page"), "AppearancePage"),
});

const settingsNotifications = createRoute({
  getParentRoute: () => settings,
  path: "notifications",
  component: lazyRouteComponent(() => import("./features/settings/notifications-page"), "NotificationsPage"),
});

// Inside, so that an unknown address keeps the menu around it.
const unknown = createRoute({
  getParentRoute: () => inside,
  path: "$",
  component: lazyRouteComponent(() => import("./app/not-found"), "NotFound"),
});

const routeTree = root.addChildren([
  outside.addChildren([login, signup, forgot]),
  inside.addChildren([
    home,
    messages,
    newMessage,
    message,
    inbox.addChildren([inboxIndex, conversation]),
    chat.addChildren([chatIndex, chatThread]),
    templates,
    newTemplate,
    template,
    contacts,
    channels,
    assistant.addChildren([assistantIndex, assistantThread]),
    jobs,
    job,
    credits,
    checkoutDone,
    checkoutCancelled,
    wallet,
    transfer,
    plan,
    clients,
    client,
    distribute,
    events,
    keys,
    adminOverview,
    adminQueues,
    adminProcesses,
    adminPayments,
    adminSettings,
    adminUsers,
    adminUser,
    adminLedger,
    adminAudit,
    chaos,
    settings.addChildren([
      settingsIndex,
      settingsProfile,
      settingsPassword,
      settingsSessions,
      settingsAppearance,
      settingsNotifications,
    ]),
    unknown,
  ]),
]);

export const newRouter = () =>
  createRouter({
    routeTree,
    defaultErrorComponent: Crash,
    defaultPreload: "intent",
    scrollRestoration: true,
    // Phone numbers begin with it.
    pathParamsAllowedCharacters: ["+"],
  });
