import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test as plain } from "@playwright/test";
import {
  authorization,
  deliver,
  letPhoneHaveWritten,
  newBusinessOwner,
  newPhone,
  newReseller,
  PASSWORD,
  phoneWrites,
} from "./business";
import { logIn, newAccount, showFilters, test } from "./fixtures";
import { asPerson, newPerson, say, startConversation } from "./people";

const folder = process.env.SCREENSHOTS ?? join(tmpdir(), "switchboard-screenshots");
mkdirSync(folder, { recursive: true });

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState("load");
  // A skeleton is invisible at first.
  await expect(page.locator(".animate-skeleton, .invisible, [aria-busy=true]")).toHaveCount(0);
  // As tall as the content: bars that stick to the window's edges would cover part of a full-page picture.
  const size = page.viewportSize() ?? { width: 390, height: 844 };
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...size, height: Math.max(size.height, height) });
  await page.screenshot({
    path: join(folder, `${name}-${plain.info().project.name}.png`),
    animations: "disabled",
  });
  await page.setViewportSize(size);
}

const outside: [string, string][] = [
  ["login", "/login"],
  ["signup", "/signup"],
  ["forgot", "/forgot"],
];

for (const [name, path] of outside) {
  test(`picture of ${name}`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await shoot(page, name);
  });
}

test("picture of login by code", async ({ page, account }) => {
  await page.goto("/login");
  await page.getByRole("tab", { name: "Code by text message" }).click();
  await page.getByLabel("Mobile number").fill(account.mobile);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByLabel("Digit 1 of 6")).toBeFocused();
  await page.keyboard.type("123");
  await shoot(page, "login-code");
});

// Add each page of the console here: its name and its address.
const inside: [string, string][] = [
  ["home", "/"],
  ["credits", "/credits"],
  ["checkout-cancelled", "/checkout/cancelled"],
  ["settings-profile", "/settings/profile"],
  ["settings-password", "/settings/password"],
  ["settings-sessions", "/settings/sessions"],
  ["settings-appearance", "/settings/appearance"],
  ["not-found", "/nowhere"],
  ["not-yours", "/inbox"],
];

test("pictures of the pages inside", async ({ console: page, account, request }) => {
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  for (const body of ["Your table is ready.", "See you at eight.", "Thank you!"]) {
    await request.post("/v1/messages", {
      headers: { Authorization: `Bearer ${access_token}` },
      data: { channel: "in_app", to: "alice", body },
    });
  }
  for (const [name, path] of inside) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[data-connection=live]")).toBeAttached();
    await shoot(page, name);
  }
  await page.goto("/");
  await page.getByRole("button", { name: "Search or jump to…" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "palette");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Account/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await shoot(page, "account-menu");
});

test("pictures of messages", async ({ console: page, account, request }) => {
  await page.goto("/messages");
  await expect(page.getByText("Nothing sent yet")).toBeVisible();
  await shoot(page, "messages-empty");
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const made: string[] = [];
  for (const data of [
    { channel: "whatsapp", to: "+15550001234", body: "Tomorrow", send_at: new Date(Date.now() + 9e7) },
    {
      channel: "whatsapp",
      to: "+15550000026",
      body: "Your parcel is on its way. It arrives between 9 and 11.",
    },
    { channel: "whatsapp", to: "+15550001234", body: "Your table is ready." },
    { channel: "in_app", to: "alice", body: "See you at eight." },
    {
      channel: "in_app",
      to: account.username,
      body: "A note to myself, which is rather long so that it must be cut.",
    },
  ]) {
    const sent = await request.post("/v1/messages", { headers, data });
    made.push((await sent.json()).message.id);
  }
  for (const [name, id] of [
    ["message-failed", made[1]],
    ["message", made[2]],
    ["message-scheduled", made[0]],
  ]) {
    await page.goto(`/messages/${id}`);
    await expect(page.getByRole("heading", { level: 1, name: /Message to/ })).toBeVisible();
    if (name !== "message-scheduled") await expect(page.getByText(/It succeeded|It failed/)).toBeVisible();
    await shoot(page, name ?? "");
  }
  await page.goto("/messages");
  await expect(page.getByRole("table").getByText("Failed", { exact: true })).toBeVisible();
  await shoot(page, "messages");
  await page.goto("/messages/new");
  await page.getByLabel("To", { exact: true }).fill("alice");
  await page.locator("textarea[name=text]").fill("Hello Alice,\nis eight o'clock all right?");
  await shoot(page, "compose");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Delivered", { exact: true })).toBeVisible();
  await shoot(page, "compose-sent");
  await page.goto("/messages/new");
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await page.getByLabel("To", { exact: true }).fill("123");
  await page.getByText("File", { exact: true }).click();
  await page.getByLabel("Link to the file").fill("ftp://example.com/picture.png");
  await page.getByText("Later", { exact: true }).click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await shoot(page, "compose-errors");
  await page.goto("/messages/msg_01kahx0m5te7nb7s0q4d8v2c3f");
  await expect(page.getByRole("heading", { level: 1, name: "Message not found" })).toBeVisible();
  await shoot(page, "message-not-found");
});

test("pictures of what moved", async ({ console: page, account, request }) => {
  const { headers } = await authorization(request, account);
  for (const count of [500, 2000]) {
    const bought = await request.post("/v1/credits/recharges", { headers, data: { credits: count } });
    expect(bought.status()).toBe(202);
  }
  await page.goto("/credits?list=recharges");
  await expect(page.getByRole("link", { name: "Pay" })).toHaveCount(2);
  await shoot(page, "credits-purchases");
  for (const data of [
    { channel: "whatsapp", to: "+15550001234", body: "Your table is ready." },
    { channel: "whatsapp", to: "+15550000026", body: "Your parcel is on its way." },
    { channel: "in_app", to: "alice", body: "See you at eight." },
  ]) {
    expect((await request.post("/v1/messages", { headers, data })).status()).toBe(202);
  }
  await page.goto("/credits");
  const statement = page.getByRole("table", { name: "Statement" });
  await expect(statement).toContainText("Refund");
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await shoot(page, "credits-paused");
  await page.getByRole("button", { name: "Show as table" }).click();
  await shoot(page, "credits-table");
  await page.goto("/messages");
  await page.getByRole("table").getByRole("link").first().waitFor();
  await showFilters(page);
  await page.getByLabel("Contact").fill("alice");
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(2);
  await shoot(page, "messages-filtered");
  await page.goto("/settings/profile");
  await page.getByLabel("First name").fill("Ada");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await shoot(page, "toast");
  const sessions = await (await request.get("/v1/sessions", { headers })).json();
  for (const { id, current } of sessions.data) {
    if (!current) await request.delete(`/v1/sessions/${id}`, { headers });
  }
  await page.getByLabel("Last name").fill("Half typed");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog", { name: "Your session has ended" })).toBeVisible();
  await shoot(page, "log-in-again");
});

test("pictures of the inbox", async ({ page, request }) => {
  const account = await newBusinessOwner(request);
  await logIn(page, account);
  await page.goto("/inbox");
  await expect(page.getByText("Nobody has written yet")).toBeVisible();
  await shoot(page, "inbox-empty");
  const said = [
    ["Your table for four is booked for Friday at eight.", "Thank you! Can we sit outside?"],
    ["Your parcel is with us.", "When are you open?"],
    [
      "Your appointment is tomorrow at 9:30.",
      "I can't come, I'm ill. Is there another one next week, best in the morning?",
    ],
  ];
  const phones: string[] = [];
  for (const [sent, answer] of said) {
    const phone = newPhone();
    phones.push(phone);
    await deliver(request, account, phone, sent ?? "");
    await phoneWrites(request, phone, answer ?? "");
  }
  const [first = "", second = "", third = ""] = phones;
  await phoneWrites(request, third, "The letter of my doctor", "document");
  const { headers } = await authorization(request, account);
  const template = {
    name: "open_again",
    language: "en_US",
    category: "utility",
    body: "Hello {{first_name}}, we are open again from {{time}}.",
  };
  await request.post("/v1/templates", { headers, data: template });
  await expect.poll(async () => (await request.get(`/v1/contacts/${third}`, { headers })).status()).toBe(200);
  await letPhoneHaveWritten(second, 86_400);
  await letPhoneHaveWritten(first, 84_000);
  await page.goto("/inbox");
  await expect(page.getByRole("link", { name: first })).toBeVisible();
  await shoot(page, "inbox");
  await page.goto(`/inbox/${third}`);
  await page.getByLabel("Your answer", { exact: true }).last().fill("Tuesday at 10:00?");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Delivered", { exact: true }).last()).toBeVisible();
  await page.getByLabel("Your answer", { exact: true }).last().fill("Get well soon!");
  await shoot(page, "inbox-open");
  await page.goto(`/inbox/${second}`);
  await page.getByLabel("Template", { exact: true }).selectOption({ label: "open_again (en_US)" });
  await page.getByLabel("first_name").fill("Ada");
  await shoot(page, "inbox-closed");
  await page.goto("/inbox/+15550001234");
  await expect(page.getByText("This phone has not written to you.", { exact: false })).toBeVisible();
  await shoot(page, "inbox-never-wrote");
  const more = page.getByRole("button", { name: "More" });
  if (await more.isVisible()) {
    await more.click();
    await expect(page.getByRole("dialog", { name: "More" })).toBeVisible();
    await shoot(page, "more");
  }
});

test("pictures of chat", async ({ console: page, account, request }) => {
  await page.goto("/chat");
  await expect(page.getByText("No conversations yet")).toBeVisible();
  await shoot(page, "chat-empty");
  const me = await asPerson(request, account);
  const [bob, carol] = [await newPerson(request), await newPerson(request)];
  const direct = await startConversation(request, me, { participants: [bob.username] });
  const others = [bob.username, carol.username];
  const group = await startConversation(request, me, { participants: others, name: "Lunch on Friday" });
  for (const [by, body] of [
    [bob, "Are you coming along?"],
    [
      carol,
      "I am. The new place at the canal, or where we always go? They have a terrace, and it is meant to be warm.",
    ],
    [me, "The terrace!"],
    [bob, "Fine."],
  ] as const) {
    await say(request, by, group.id, body);
  }
  await say(request, me, direct.id, "Can you bring the papers?");
  await say(request, bob, direct.id, "Yes");
  await page.goto("/chat");
  await expect(page.getByRole("link", { name: bob.username }).first()).toBeVisible();
  await shoot(page, "chat");
  await page.goto(`/chat/${group.id}`);
  await expect(page.getByText("The terrace!").last()).toBeVisible();
  const field = page.getByRole("textbox", { name: "Your message" });
  await field.fill("At one o'clock, then?\nI'll book a table for three.");
  await shoot(page, "chat-thread");
  await page.getByRole("button", { name: "Members" }).click();
  await expect(page.getByRole("dialog", { name: "Members" })).toBeVisible();
  await shoot(page, "chat-members");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByLabel("Search in this conversation").fill("terrace");
  await page.getByRole("list", { name: "Search results" }).getByRole("button").last().click();
  await shoot(page, "chat-search");
  await page.getByRole("button", { name: "Close the search" }).click();
  const own = page.getByRole("listitem").filter({ hasText: "The terrace!" });
  await own.getByRole("button", { name: /^Actions/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await shoot(page, "chat-menu");
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "chat-delete");
  await page.keyboard.press("Escape");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Waiting for the connection")).toBeVisible();
  await shoot(page, "chat-offline");
  await page.context().setOffline(false);
  await page.goto("/chat/conv_01kahx0m5te7nb7s0q4d8v2c3f");
  await expect(page.getByText("Conversation not found")).toBeVisible();
  await shoot(page, "chat-not-found");
});

test("pictures of the assistant", async ({ console: page }) => {
  await page.goto("/assistant");
  await expect(page.getByText("No chats yet")).toBeVisible();
  await shoot(page, "assistant-empty");
  await page.goto("/assistant/new");
  await expect(page.getByRole("heading", { level: 1, name: "New chat" })).toBeVisible();
  await shoot(page, "assistant-new");
  const field = page.getByRole("textbox", { name: "Your question" });
  const ask = async (question: string, then: string) => {
    await field.fill(question);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect(page.getByRole("article", { name: "Answer" }).last()).toContainText(then);
  };
  const set =
    "a **list**\n\n1. of *one*\n2. and `two`\n\n```\nlet three = 3;\n```\n\n| a | table |\n|---|---|\n| 1 | 2 |";
  await ask(set, "tokens");
  await shoot(page, "assistant-answer");
  await ask("sim:slow:40:400", "Writing…");
  await expect(page.getByRole("article", { name: "Answer" }).last()).toContainText("7");
  await shoot(page, "assistant-growing");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("Stopped.", { exact: false })).toBeVisible();
  await ask("sim:blocked", "blocked this question");
  await shoot(page, "assistant-blocked");
  for (const question of ["Two", "Three", "Four", "Five"]) await ask(question, "tokens");
  await expect(page.getByText("All 5 questions", { exact: false })).toBeVisible();
  await field.fill("One more");
  await shoot(page, "assistant-out-of-units");
  await page.getByRole("button", { name: /left today/ }).click();
  await expect(page.getByRole("dialog").getByRole("listitem")).toHaveCount(1);
  await shoot(page, "assistant-usage");
});

test("pictures of states that pass or are rare", async ({ console: page, account, request }) => {
  await page.goto("/");
  await expect(page.getByRole("region", { name: "First steps" })).toBeVisible();
  await shoot(page, "home-first");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "keys");
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const send = async (data: object) =>
    (await (await request.post("/v1/messages", { headers, data })).json()) as {
      message: { id: string };
      job: { id: string };
    };
  const refused = await send({ channel: "whatsapp", to: "+15550000026", body: "Your parcel is on its way." });
  await page.goto("/messages?status=cancelled");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await shoot(page, "messages-no-match");
  await page.goto(`/jobs/${refused.job.id}`);
  await expect(page.getByRole("link", { name: "Open message" })).toBeVisible();
  await shoot(page, "job");
  for (const [status, code] of [
    ["unknown", "outcome_unknown"],
    ["queued", undefined],
  ] as const) {
    await page.route(/\/v1\/(messages|jobs)\/(msg|job)_[^/?]+/, async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      const error = code && { code, message: "No answer came.", retryable: false };
      const state = code ? "failed" : "running";
      const changes = "state" in body ? { state, error } : { status, error, provider_error: null };
      await route.fulfill({ response: answer, json: { ...body, ...changes } });
    });
    await page.goto(`/messages/${refused.message.id}`);
    await expect(page.getByRole("heading", { level: 1, name: /Message to/ })).toBeVisible();
    await shoot(page, `message-${status}`);
    if (status === "unknown") {
      await page.getByRole("button", { name: "Send again" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await shoot(page, "message-send-again");
    }
    await page.unroute(/\/v1\/(messages|jobs)\/(msg|job)_[^/?]+/);
  }
  await page.goto("/credits");
  await page.getByRole("button", { name: "Buy credits" }).click();
  await expect(page.getByRole("dialog")).toContainText("You pay");
  await shoot(page, "credits-buy");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Set a warning" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "credits-warning");
  await page.keyboard.press("Escape");
  await showFilters(page);
  await page.getByLabel("Kind").selectOption("Purchase");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await shoot(page, "credits-no-match");
  await page.goto("/checkout/done");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await shoot(page, "checkout-done");
  await page.goto("/messages/new");
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await page.getByLabel("To", { exact: true }).fill("+15550001234");
  await page.locator("textarea[name=text]").fill("Hello");
  await page.route("**/v1/messages", (route) =>
    route.fulfill({
      status: 402,
      headers: { "Content-Type": "application/problem+json" },
      body: JSON.stringify({
        code: "insufficient_credits",
        detail: "This message costs 1 credit, and the balance is 0.",
        status: 402,
        retryable: false,
      }),
    }),
  );
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await shoot(page, "compose-402");
  await page.unroute("**/v1/messages");
  await page.getByText("Template", { exact: true }).click();
  await shoot(page, "compose-no-template");
  await page.route("**/v1/events/stream", (route) => route.abort());
  await page.goto("/messages");
  await expect(page.locator("[data-connection=offline]")).toBeAttached();
  await shoot(page, "offline");
  await page.route("**/v1/messages?**", (route) => route.abort());
  await page.goto("/messages?status=failed");
  await expect(page.getByText("No connection", { exact: true })).toBeVisible();
  await shoot(page, "messages-failed");
});

for (const username of ["demo_admin", "demo_reseller", "demo_business"]) {
  test(`picture of Home of ${username}`, async ({ page }) => {
    await logIn(page, { username, password: "switchboard-demo-1", mobile: "" });
    await expect(page.locator("[data-connection=live]")).toBeAttached();
    await shoot(page, `home-${username}`);
  });
}

test("pictures of what is refused outside", async ({ page, account }) => {
  await page.goto("/signup");
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill("short");
  await page.getByLabel("Mobile number").fill("12");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await shoot(page, "signup-errors");
  await page.goto("/login");
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill("wrong password here");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await shoot(page, "login-wrong");
  await page.goto("/forgot");
  await page.getByLabel("Mobile number").fill(account.mobile);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByLabel("New password")).toBeVisible();
  await shoot(page, "forgot-code");
});

test("pictures of keys, events, wallet and plan", async ({ console: page, account, request }) => {
  const { headers } = await authorization(request, account);
  for (const [name, path, text] of [
    ["keys-empty", "/keys", "No keys yet"],
    ["events-empty", "/events", "Waiting for events"],
    ["wallet-empty", "/wallet", "No transfers yet"],
    ["plan", "/plan", "You have the free plan."],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(text)).toBeVisible();
    await shoot(page, name);
  }
  await page.goto("/keys");
  for (const name of ["Accounting", "A server in the shop of Berlin, for confirmations"]) {
    await page.getByRole("button", { name: "Create a key" }).first().click();
    await page.getByRole("dialog").getByLabel("Name").fill(name);
    if (name === "Accounting") await shoot(page, "keys-new");
    await page.getByRole("dialog").getByRole("button", { name: "Create a key" }).click();
    await expect(page.getByRole("dialog", { name: "Store this key now" })).toBeVisible();
    if (name === "Accounting") await shoot(page, "keys-created");
    await page.getByRole("button", { name: "I have stored it" }).click();
  }
  await shoot(page, "keys");
  await page.getByRole("button", { name: "Revoke Accounting" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "keys-revoke");
  await page.goto("/events");
  await expect(page.locator("[data-connection=live]")).toBeAttached();
  for (const to of ["+15550000026", "+15550001234"]) {
    await request.post("/v1/messages", { headers, data: { channel: "whatsapp", to, body: "Your parcel" } });
  }
  await expect(page.getByText("message.failed")).toBeVisible();
  await expect(page.getByText("message.delivered")).toBeVisible();
  await shoot(page, "events");
  await page.getByText("message.failed").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "event");
  const bob = await authorization(request, { username: "bob", password: PASSWORD });
  for (const [amount, note] of [
    ["120.00", "Rent of the hall, with the deposit for the keys that you get back in May"],
    ["3.50", null],
  ]) {
    const data = { receiver: account.username, amount, note };
    expect((await request.post("/v1/transfers", { headers: bob.headers, data })).status()).toBe(201);
  }
  await request.post("/v1/transfers", { headers, data: { receiver: "alice", amount: "20", note: "Thanks" } });
  await page.goto("/wallet");
  await expect(page.getByRole("table", { name: "Transfers" })).toContainText("To alice");
  await shoot(page, "wallet");
  await page.getByRole("button", { name: "Send money" }).click();
  await page.getByLabel("Receiver").fill("alice");
  await page.getByLabel("Amount in USD").fill("10");
  await shoot(page, "wallet-send");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("dialog", { name: "Is this right?" })).toBeVisible();
  await shoot(page, "wallet-confirm");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "To alice" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Transfer" })).toBeVisible();
  await shoot(page, "transfer");
});

test("pictures of templates, contacts and channels", async ({ page, request }) => {
  const account = await newBusinessOwner(request);
  await logIn(page, account);
  for (const [name, path, text] of [
    ["templates-empty", "/templates", "No templates yet"],
    ["grants-empty", "/templates?list=grants", "No grants"],
    ["contacts-empty", "/contacts", "Nobody has written yet"],
    ["opt-outs-empty", "/contacts?list=opt-outs", "No opt-outs"],
    ["channels", "/channels", "You send from the platform's number."],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(text)).toBeVisible();
    await shoot(page, name);
  }
  const { headers } = await authorization(request, account);
  for (const [name, category, body] of [
    [
      "open_again",
      "marketing",
      "Hello {{first_name}}, we are open again from {{time}}. Come and see what is new!",
    ],
    ["parcel", "utility", "Your parcel {{number}} is on its way."],
  ]) {
    await request.post("/v1/templates", {
      headers,
      data: { name, language: "en_US", category, body, header: "image", buttons: 1 },
    });
  }
  await page.goto("/templates");
  await expect(page.getByRole("table", { name: "Templates" })).toContainText("parcel");
  await shoot(page, "templates");
  await page.getByRole("link", { name: "open_again" }).click();
  await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
  await shoot(page, "template");
  const own = newPhone().slice(1);
  const shared = newPhone();
  await deliver(request, account, shared, "Hello");
  await phoneWrites(request, shared, "STOP");
  await page.goto("/channels");
  await page.getByRole("button", { name: "Connect a number" }).click();
  await page.getByLabel("Phone number ID").fill(own);
  await page.getByRole("textbox", { name: "Access token" }).fill("not-its-token");
  await shoot(page, "channel-connect");
  await page.getByRole("dialog").getByRole("button", { name: "Connect a number" }).click();
  await expect(page.getByText("number_not_confirmed")).toBeVisible();
  await shoot(page, "channel-failed");
  const number = { phone_number_id: own, access_token: `simulator-token-${own}` };
  await request.put("/v1/channels/whatsapp", { headers: { ...headers, Prefer: "wait=10" }, data: number });
  await expect(page.getByText("Simulated business")).toBeVisible();
  await shoot(page, "channel-own");
  for (const text of ["Can we sit outside? There will be four of us, and a dog.", "STOP"]) {
    const phone = newPhone();
    await deliver(request, account, phone, "Your table is ready.");
    await phoneWrites(request, phone, text, "text", own);
  }
  await page.goto("/contacts");
  await expect(page.getByRole("table")).toContainText("Can we sit outside?");
  await shoot(page, "contacts");
  await page.goto("/contacts?list=opt-outs");
  await expect(page.getByRole("table")).toContainText("You");
  await shoot(page, "opt-outs");
});

test("pictures of clients", async ({ page, request }) => {
  const own = [newAccount(), newAccount(), newAccount()];
  const reseller = await newReseller(request, 5000, own);
  await logIn(page, reseller);
  const { headers } = await authorization(request, reseller);
  for (const [at, client] of own.entries()) {
    const { id, headers: its } = await authorization(request, client);
    const data = { business_owner_id: id, credits: 400 * (at + 1), note: at ? null : "For the first month" };
    await request.post("/v1/credit-distributions", { headers: { ...headers, Prefer: "wait=10" }, data });
    for (const to of ["+15550001234", "+15550000026"]) {
      await request.post("/v1/messages", {
        headers: its,
        data: { channel: "whatsapp", to, body: "Your parcel" },
      });
    }
    await request.post("/v1/messages", {
      headers: its,
      data: { channel: "in_app", to: "alice", body: "Hello" },
    });
  }
  await page.goto("/clients");
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("1,200");
  await shoot(page, "clients");
  await page.getByRole("button", { name: "New client" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "clients-new");
  await page.goto("/clients?list=distributions");
  await expect(page.getByRole("table")).toContainText(own[0]?.username ?? "");
  await shoot(page, "distributions");
  await page.goto("/clients");
  await page.getByRole("link", { name: own[0]?.username ?? "" }).click();
  await expect(page.locator("canvas")).toBeVisible();
  await shoot(page, "client");
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByRole("dialog")).toContainText("At most");
  await shoot(page, "client-take");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Suspend" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByText("This client is suspended", { exact: false })).toBeVisible();
  await shoot(page, "client-suspended");
  await page.goto("/clients/distribute");
  await expect(page.getByText("The rows appear here")).toBeVisible();
  await shoot(page, "distribute-empty");
  const [, second, third] = own;
  await page
    .getByLabel("Or paste the rows")
    .fill(
      `${second?.username},500,March\n${third?.username},2.5\nnobody-of-this-name,3,"Thank you, and see you"`,
    );
  await expect(page.getByText("2 rows have errors.")).toBeVisible();
  await shoot(page, "distribute");
  await page.context().clearCookies();
  await logIn(page, { username: "demo_admin", password: PASSWORD, mobile: "" });
  await page.goto("/clients");
  await expect(page.getByRole("table", { name: "Resellers" })).toContainText("demo_reseller");
  await shoot(page, "resellers");
});
