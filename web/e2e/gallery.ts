/**
 * The pages that docs/console.md shows, in its order. test/gallery.test.ts fails if a route of the console is missing here,
 * or if the document differs from `gallery()`.
 */
export interface GalleryPage {
  /** As in the router: "$id" stands for an object of the sample data. */
  route: string;
  /** The picture's file in docs/images/console, without its ending. */
  name: string;
  /** The demo user on whose page the picture is taken; none for pages without a session. */
  user?: "alice" | "demo_business" | "demo_reseller" | "demo_admin";
  /** One sentence. */
  text: string;
}

export interface GalleryGroup {
  title: string;
  pages: readonly GalleryPage[];
}

/** Routes that are not a page of their own. */
export const WITHOUT_PICTURE: Readonly<Record<string, string>> = {
  "/inbox": "shown with a conversation",
  "/chat": "shown with a conversation",
  "/assistant": "shown with a question",
  "/settings": "leads to the profile",
  "/checkout/done": "needs a payment that was just made",
  "/checkout/cancelled": "says that nothing was paid",
  "/$": "any unknown address: says so, and keeps the menu",
};

export const GALLERY: readonly GalleryGroup[] = [
  {
    title: "Without a session",
    pages: [
      { route: "/login", name: "login", text: "Log in with a password, or with a code by text message." },
      {
        route: "/signup",
        name: "signup",
        text: "Create an account; the password's rules are checked while typing.",
      },
      {
        route: "/forgot",
        name: "forgot",
        text: "Set a forgotten password by a code; the page does not reveal whether the number has an account.",
      },
    ],
  },
  {
    title: "All roles",
    pages: [
      {
        route: "/",
        name: "home",
        user: "alice",
        text: "The balance and its course, what was sent today, what needs attention, and the month.",
      },
      {
        route: "/messages",
        name: "messages",
        user: "demo_business",
        text: "All messages, live; filters are in the address, and new rows wait behind a pill.",
      },
      {
        route: "/messages/$id",
        name: "message",
        user: "demo_business",
        text: "One message: its timeline with waits, the provider's answer, its job, its price and refund.",
      },
      {
        route: "/messages/new",
        name: "compose",
        user: "alice",
        text: "A new message shows its price, the balance after it and any refusal before it is sent.",
      },
      {
        route: "/chat/$id",
        name: "chat",
        user: "alice",
        text: "Conversations with presence, typing, receipts, search, and an outbox for times without a connection.",
      },
      {
        route: "/assistant/$id",
        name: "assistant",
        user: "alice",
        text: "Answers grow as they are written, can be stopped, and go on when the page is closed.",
      },
      {
        route: "/credits",
        name: "credits",
        user: "demo_business",
        text: "The statement explains every credit; purchases and the low-balance warning are beside it.",
      },
      {
        route: "/wallet",
        name: "wallet",
        user: "alice",
        text: "Money: transfers to other users after a confirmation, and deposits.",
      },
      {
        route: "/wallet/transfers/$id",
        name: "transfer",
        user: "alice",
        text: "One transfer with both parties, its note and its time.",
      },
      {
        route: "/plan",
        name: "plan",
        user: "alice",
        text: "The plan, its payment, and the usage units by day.",
      },
      {
        route: "/jobs",
        name: "jobs",
        user: "demo_business",
        text: "Jobs by state with counts; cancel or retry one, a selection, or all that match.",
      },
      {
        route: "/jobs/$id",
        name: "job",
        user: "demo_business",
        text: "One job: where it is among its states, each attempt, and why it waits or failed.",
      },
      {
        route: "/events",
        name: "events",
        user: "demo_business",
        text: "The event log as a live tail, with the command that follows it from here.",
      },
      {
        route: "/keys",
        name: "keys",
        user: "demo_business",
        text: "API keys with their scopes and last use; the secret is shown once.",
      },
      {
        route: "/settings/profile",
        name: "settings-profile",
        user: "alice",
        text: "Name, address, number and e-mail.",
      },
      {
        route: "/settings/password",
        name: "settings-password",
        user: "alice",
        text: "A new password ends all other sessions.",
      },
      {
        route: "/settings/sessions",
        name: "settings-sessions",
        user: "alice",
        text: "Where the account is logged in, and a button to end the others.",
      },
      {
        route: "/settings/appearance",
        name: "settings-appearance",
        user: "alice",
        text: "Theme, language, single-key shortcuts and announcements.",
      },
      {
        route: "/settings/notifications",
        name: "settings-notifications",
        user: "alice",
        text: "What the bell reports.",
      },
    ],
  },
  {
    title: "Business owners, resellers and admins",
    pages: [
      {
        route: "/inbox/$phone",
        name: "inbox",
        user: "demo_business",
        text: "What phones wrote, with the 24-hour window; outside of it a template replaces the text.",
      },
      {
        route: "/templates",
        name: "templates",
        user: "demo_business",
        text: "Message templates and their grants.",
      },
      {
        route: "/templates/new",
        name: "template-new",
        user: "demo_business",
        text: "A new template beside a preview of the phone.",
      },
      {
        route: "/templates/$id",
        name: "template",
        user: "demo_business",
        text: "One template, with its places and its preview.",
      },
      {
        route: "/contacts",
        name: "contacts",
        user: "demo_business",
        text: "Phones that wrote, and those that opted out.",
      },
      {
        route: "/channels",
        name: "channels",
        user: "demo_business",
        text: "The WhatsApp number with its state, its pace and the webhook's address.",
      },
    ],
  },
  {
    title: "Resellers",
    pages: [
      {
        route: "/clients",
        name: "clients",
        user: "demo_reseller",
        text: "Clients with balances and usage; admins see those of any reseller.",
      },
      {
        route: "/clients/$id",
        name: "client",
        user: "demo_reseller",
        text: "One client: give and take back credits, usage by day, suspension.",
      },
      {
        route: "/clients/distribute",
        name: "distribute",
        user: "demo_reseller",
        text: "Credits to many clients by a file: every row is checked, and all move or none.",
      },
    ],
  },
  {
    title: "Admins",
    pages: [
      {
        route: "/admin",
        name: "admin",
        user: "demo_admin",
        text: "What needs an operator, how busy the platform is, and whether the ledger balances.",
      },
      {
        route: "/admin/queues",
        name: "admin-queues",
        user: "demo_admin",
        text: "Queues with depth, rate and age, pause and resume, and provider throttles.",
      },
      {
        route: "/admin/processes",
        name: "admin-processes",
        user: "demo_admin",
        text: "Every process of the platform and its health.",
      },
      {
        route: "/admin/payments",
        name: "admin-payments",
        user: "demo_admin",
        text: "Payments of all accounts, failed and reversed ones too.",
      },
      {
        route: "/admin/users",
        name: "admin-users",
        user: "demo_admin",
        text: "All accounts, by name, role and status.",
      },
      {
        route: "/admin/users/$id",
        name: "admin-user",
        user: "demo_admin",
        text: "One account: profile, limits, activity and audit log; mint credits, suspend.",
      },
      {
        route: "/admin/ledger",
        name: "admin-ledger",
        user: "demo_admin",
        text: "The ledger audit: balances, discrepancies and the hash chain.",
      },
      {
        route: "/admin/audit",
        name: "admin-audit",
        user: "demo_admin",
        text: "Who did what, with the state before and after.",
      },
      {
        route: "/admin/settings",
        name: "admin-settings",
        user: "demo_admin",
        text: "The settings in effect and where each comes from, without secrets.",
      },
      {
        route: "/chaos",
        name: "chaos",
        user: "demo_admin",
        text: "`dev` only: break the running system, and see that nothing is lost ([below](#chaos-page)).",
      },
    ],
  },
];

/** The part of docs/console.md between its two marks. */
export function gallery(): string {
  return GALLERY.map(({ title, pages }) => {
    const entries = pages.map(
      ({ route, name, text }) => `\`${route}\`: ${text}\n\n![${name}](images/console/${name}.webp)\n`,
    );
    return `### ${title}\n\n${entries.join("\n")}`;
  }).join("\n");
}
