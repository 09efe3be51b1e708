import type { APIRequestContext, Page } from "@playwright/test";
import {
  authorization,
  deliver,
  letPhoneHaveWritten,
  newBusinessOwner,
  newPhone,
  phoneWrites,
  writeAsPhone,
} from "./business";
import {
  type Account,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  saved,
  test,
} from "./fixtures";
import { eachSize } from "./tags";
import { expectStill, holdAnswers, recordShifts, Traffic } from "./vitals";

const DAY_S = 86_400;
const answer = (page: Page) => page.getByLabel("Your answer", { exact: true }).and(page.locator("textarea"));
const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true });
const thread = (page: Page) => page.getByRole("region", { name: "Messages", exact: true });
const contacts = (page: Page) => page.getByRole("list", { name: "Phones that wrote to you" });
const live = (page: Page) => expect(page.locator("[data-connection=live]")).toBeAttached();

/** The phone's message has arrived. */
async function stored(request: APIRequestContext, from: string) {
  const { headers } = await authorization(request, account);
  await expect.poll(async () => (await request.get(`/v1/contacts/${from}`, { headers })).status()).toBe(200);
}

let account: Account;
let phone: string;

test.beforeEach(async ({ page, request }) => {
  [account, phone] = [await newBusinessOwner(request), newPhone()];
  await logIn(page, account);
});

test("a phone writes, is answered within its window, and receives it, without a reload", async ({ page }) => {
  await page.goto("/messages/new");
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await page.getByLabel("To", { exact: true }).fill(phone);
  await page.locator("textarea[name=text]").fill("Is eight o'clock all right?");
  await send(page).click();
  await expect(page.getByText("Delivered", { exact: true })).toBeVisible();

  await page.goto("/inbox");
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
  await expect(page.getByText("Nobody has written yet")).toBeVisible();
  await live(page);
  await expectAccessible(page);
  await writeAsPhone(page, phone, "Yes, see you then!");

  const row = contacts(page).getByRole("link", { name: phone });
  await expect(row).toContainText("Yes, see you then!");
  await expect(row).toContainText("Unread");
  await expect(row).toContainText(/23 h 59 min left|24 h left/);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await row.click();
  await expect(page.getByRole("heading", { level: 1, name: `Conversation with ${phone}` })).toBeFocused();
  await expect(thread(page)).toContainText("Is eight o'clock all right?");
  await expect(thread(page)).toContainText("Yes, see you then!");
  await expect(page.getByRole("meter", { name: "Service window" })).toHaveAttribute(
    "aria-valuetext",
    /^Open for (24 h|23 h 59 min)$/,
  );
  await answer(page).fill("The table is by the window.");
  await expect(page.getByText(/^\d+ credits? · \d+ left afterwards$/)).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await send(page).click();
  const own = thread(page).getByRole("listitem").filter({ hasText: "The table is by the window." });
  await expect(own).toContainText("Delivered");
  await expect(answer(page)).toHaveValue("");
  await expect(answer(page)).toBeFocused();

  // A message that arrives in the open conversation appears there, and counts as read.
  const marked = page.waitForResponse((answer) => new URL(answer.url()).pathname.endsWith("/read"));
  await writeAsPhone(page, phone, "Thank you");
  await expect(thread(page)).toContainText("Thank you");
  expect((await marked).status()).toBe(200);
  await page.goto("/inbox");
  await expect(contacts(page).getByRole("link", { name: phone })).toContainText("Thank you");
  await expect(contacts(page).getByRole("link", { name: phone })).not.toContainText("Unread");
});

test("outside of the window a template replaces the text", async ({ page, request }) => {
  const { headers } = await authorization(request, account);
  const template = {
    name: "table_ready",
    language: "en_US",
    category: "utility",
    body: "Hello {{first_name}}, your table is ready.",
  };
  expect((await request.post("/v1/templates", { headers, data: template })).status()).toBe(201);
  const admin = await authorization(request, { username: "demo_admin", password: "switchboard-demo-1" });
  const grant = { user: account.username, name: template.name };
  await request.post("/v1/template-grants", { headers: admin.headers, data: grant });
  await deliver(request, account, phone, "Hello");
  await phoneWrites(request, phone, "Hello yourself");
  await stored(request, phone);
  // Less than a minute is left of its window: it closes while the page is open.
  await letPhoneHaveWritten(phone, DAY_S - 59);
  await page.clock.install();
  await page.goto(`/inbox/${phone}`);
  await expect(page.getByText("Open for less than a minute")).toBeVisible();
  await answer(page).fill("Too late");
  await page.clock.runFor(60_000);
  await expect(page.getByText("Closed", { exact: true }).last()).toBeVisible();
  await expect(answer(page)).toHaveCount(0);

  await send(page).click();
  await expect(page.getByLabel("Template", { exact: true })).toHaveAccessibleDescription(
    /Enter something to send/,
  );
  await page.getByLabel("Template", { exact: true }).selectOption({ label: "table_ready (en_US)" });
  await send(page).click();
  await expect(page.getByLabel("first_name")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("first_name").fill("Ada");
  await expect(page.getByText("Hello Ada, your table is ready.")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await send(page).dblclick();
  const own = thread(page).getByRole("listitem").filter({ hasText: "Hello Ada, your table is ready." });
  await expect(own).toContainText("Template table_ready");
  await expect(own).toContainText("Delivered");
  await expect(own).toHaveCount(1);

  // The phone answers: the window reopens.
  await live(page);
  await phoneWrites(request, phone, "On my way");
  await expect(answer(page)).toHaveValue("Too late");
});

test("a double click sends once, and with too few credits the text is kept", async ({ page, request }) => {
  await deliver(request, account, phone, "Hello");
  await phoneWrites(request, phone, "A picture", "image");
  await page.goto(`/inbox/${phone}`);
  await expect(thread(page).getByRole("listitem").filter({ hasText: "A picture" })).toContainText("Image");
  await answer(page).fill("Once");
  await send(page).dblclick();
  const own = thread(page).getByRole("listitem").filter({ hasText: "Once" });
  await expect(own).toContainText("Delivered");
  await expect(own).toHaveCount(1);
  const { headers } = await authorization(request, account);
  const listed = await request.get("/v1/messages", { headers, params: { to: phone, direction: "sent" } });
  expect((await listed.json()).data).toHaveLength(2);

  const data = { channel: "whatsapp", to: phone, body: "Spend" };
  for (let status = 202, sent = 0; status === 202 && sent < 100; sent += 1) {
    status = (await request.post("/v1/messages", { headers, data })).status();
  }
  await answer(page).fill("Not enough for this");
  await send(page).click();
  await expect(page.getByRole("alert")).toContainText("Your draft is kept in this tab.");
  await expect(page.getByRole("link", { name: "Buy credits" })).toHaveAttribute("href", "/credits");
  await expectAccessible(page);
  await page.goto("/");
  await page.goto(`/inbox/${phone}`);
  await expect(answer(page)).toHaveValue("Not enough for this");
});

test("new messages of phones are announced, and a paused list is unchanged", async ({ page, request }) => {
  const other = newPhone();
  for (const to of [phone, other]) await deliver(request, account, to, "Hello");
  await phoneWrites(request, phone, "First");
  await stored(request, phone);
  // WhatsApp's times are whole seconds: this one certainly wrote earlier.
  await letPhoneHaveWritten(phone, 60);
  await page.goto("/inbox");
  await live(page);
  const rows = contacts(page).getByRole("link");
  await expect(rows).toHaveCount(1);
  await phoneWrites(request, other, "Second");
  const pill = page.getByRole("button", { name: /^1 new/ });
  await expect(pill).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expectAccessible(page);
  await pill.click();
  await expect(rows).toHaveText([new RegExp(other.slice(1)), new RegExp(phone.slice(1))]);
  await expect(pill).toBeHidden();
  // The first row changes in place.
  await phoneWrites(request, other, "Third");
  await expect(rows.first()).toContainText("Third");
  await expect(pill).toBeHidden();

  await saved(page, () => page.getByRole("button", { name: "Pause" }).click());
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  let fetched = 0;
  page.on("request", (sent) => {
    if (new URL(sent.url()).pathname === "/v1/contacts") fetched += 1;
  });
  await phoneWrites(request, phone, "While it is paused");
  await expect(page.getByText("Paused · 1 new")).toBeVisible();
  await expectAccessible(page);
  await expect(contacts(page)).not.toContainText("While it is paused");
  expect(fetched).toBe(0);
  await letPhoneHaveWritten(other, 30);
  await saved(page, () => page.getByRole("button", { name: "Resume" }).click());
  await expect(rows).toHaveText([/While it is paused/, /Third/]);
  await expect(page.getByText(/^Paused/)).toHaveCount(0);
  // It is stored for the user.
  await saved(page, () => page.getByRole("button", { name: "Pause" }).click());
  await page.reload();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
});

test("the inbox works by keyboard alone", eachSize, async ({ page, request }) => {
  const other = newPhone();
  for (const to of [phone, other]) {
    await deliver(request, account, to, "Hello");
    await phoneWrites(request, to, `I am ${to}`);
  }
  await stored(request, phone);
  await letPhoneHaveWritten(phone, 60);
  await stored(request, other);
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeFocused();
  await expect(contacts(page).getByRole("link")).toHaveCount(2);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(contacts(page).getByRole("link", { name: phone })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `Conversation with ${phone}` })).toBeFocused();
  await expect(thread(page)).toContainText(`I am ${phone}`);
  for (let presses = 0; presses < 20; presses += 1) {
    if (await answer(page).evaluate((field) => field === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.type("No mouse here");
  await page.keyboard.press("ControlOrMeta+Enter");
  const own = thread(page).getByRole("listitem").filter({ hasText: "No mouse here" });
  await expect(own).toContainText("Delivered");
  await page.keyboard.type("And again");
  await expect(answer(page)).toHaveValue("And again");
});

test("a conversation has an address, and a link back", async ({ page, request }) => {
  await deliver(request, account, phone, "Hello");
  await phoneWrites(request, phone, "Hello yourself");
  await page.goto(`/inbox/${phone.slice(1)}`);
  await expect(page.getByRole("heading", { level: 1, name: `Conversation with ${phone}` })).toBeVisible();
  await expect(thread(page)).toContainText("Hello yourself");
  const back = page.getByRole("link", { name: "Back to the inbox" });
  if (await back.isVisible()) {
    await expect(contacts(page)).toBeHidden();
    await back.click();
    await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeFocused();
  }
  await expect(contacts(page).getByRole("link", { name: phone })).toBeVisible();
  // A phone that never wrote may be sent a template.
  await page.goto(`/inbox/${newPhone()}`);
  await expect(page.getByText("This phone has not written to you.", { exact: false })).toBeVisible();
  await expect(page.getByText("You have no templates yet.", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.route("**/v1/messages?**", (route) => route.abort());
  await page.goto(`/inbox/${phone}`);
  await expect(page.getByText("No connection", { exact: true })).toBeVisible();
  await expectAccessible(page);
});

test("the inbox does not move while it loads, or while phones write", eachSize, async ({ page, request }) => {
  const other = newPhone();
  for (const to of [phone, other]) {
    await deliver(request, account, to, "Hello");
    await phoneWrites(request, to, `I am ${to}`);
  }
  await recordShifts(page);
  const traffic = new Traffic(page);
  for (const path of ["/inbox", `/inbox/${phone}`]) {
    const release = await holdAnswers(page);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator(".animate-skeleton").filter({ visible: true }).first()).toBeVisible();
    await release();
    await traffic.settled();
    await expectStill(page, path);
    await live(page);
    await phoneWrites(request, phone, `Seen at ${path}`);
    // The row of the first phone, or the conversation.
    await expect(page.getByText(`Seen at ${path}`).filter({ visible: true }).first()).toBeVisible();
    await traffic.settled();
    // Reading happens at the end of the conversation, which is what moves there.
    if (path === "/inbox") await expectStill(page, `${path}, events`);
  }
});

test("a user has no inbox", eachSize, async ({ page, account: user }) => {
  await page.context().clearCookies();
  await logIn(page, user);
  await expect(page.getByRole("link", { name: "Inbox" })).toHaveCount(0);
  for (const path of ["/inbox", `/inbox/${phone}`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: "Not for your role" })).toBeVisible();
  }
});
