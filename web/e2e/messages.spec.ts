import type { APIRequestContext, Page } from "@playwright/test";
import {
  type Account,
  caughtUp,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  newAccount,
  showFilters,
  test,
  watch,
} from "./fixtures";
import { eachSize } from "./tags";

async function authorization(request: APIRequestContext, account: Account) {
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  return { Authorization: `Bearer ${access_token}` };
}

async function sendByApi(request: APIRequestContext, account: Account, message: object) {
  const headers = await authorization(request, account);
  const sent = await request.post("/v1/messages", { headers, data: message });
  expect(sent.status(), await sent.text()).toBe(202);
  return await sent.json();
}

async function signUp(page: Page): Promise<Account> {
  const account = newAccount();
  await page.goto("/signup");
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill(account.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  return account;
}

const balanceOf = async (page: Page) =>
  Number(await page.locator("header").getByText(/^\d+$/).first().innerText());

async function write(page: Page, to: string, text: string) {
  await page.goto("/messages/new");
  await page.getByLabel("To", { exact: true }).fill(to);
  await page.getByLabel("Text", { exact: true }).last().fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

test("two people sign up, send to each other, and see it arrive without a reload", async ({
  page,
  browser,
  baseURL,
}) => {
  const other = await browser.newContext(baseURL ? { baseURL } : {});
  const second = await other.newPage();
  const faults = watch(second, [new URL(baseURL ?? "").host]);
  const [alice, bob] = [await signUp(page), await signUp(second)];
  await second.goto("/messages");
  await expect(second.getByText("Nothing sent yet")).toBeVisible();
  await expect(second.locator("[data-connection=live]")).toBeAttached();
  const before = await balanceOf(page);

  await write(page, bob.username, "Are you there?");
  await expect(page.getByText("Delivered", { exact: true })).toBeVisible();
  await expect(page.locator("header").getByText(String(before - 1), { exact: true })).toBeVisible();
  await expectAccessible(page);

  // The other user's list was empty: the message appears by itself.
  await expect(second.getByRole("link", { name: `From ${alice.username}` })).toBeVisible();
  await page.getByRole("link", { name: "Open the message" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Message to ${bob.username}` })).toBeVisible();
  await second.getByRole("link", { name: `From ${alice.username}` }).click();
  await expect(second.getByText("Are you there?")).toBeVisible();
  // Opening a message marks it as read, which the sender's open page shows.
  await expect(page.getByText("The recipient has read it.")).toBeVisible();

  await write(second, alice.username, "Yes!");
  await expect(second.getByText("Delivered", { exact: true })).toBeVisible();
  await page.goto("/messages");
  await expect(page.getByRole("link", { name: `From ${bob.username}` })).toBeVisible();
  expect(faults).toEqual([]);
  await other.close();
});

test("a number that WhatsApp refuses shows the failure, its words and the refund", async ({
  console: page,
}) => {
  const before = await balanceOf(page);
  await page.goto("/messages/new");
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await page.getByLabel("To", { exact: true }).fill("+1 555 000 0026");
  await page.getByLabel("Text", { exact: true }).last().fill("Hello");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Failed", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Open the message" }).click();
  await expect(page.getByText("WhatsApp's answer")).toBeVisible();
  await expect(page.getByText("Code 131026")).toBeVisible();
  await expect(page.getByText(/refunded/)).toBeVisible();
  await expect(page.getByText("recipient_unreachable", { exact: true })).toBeVisible();
  await expect(page.locator("header").getByText(String(before), { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Send again" })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByRole("link", { name: "the first message" })).toBeVisible();
});

test("asks before it sends again what may have arrived", async ({ console: page }) => {
  await page.route(/\/v1\/(messages|jobs)\/(msg|job)_[^/?]+/, async (route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const answer = await route.fetch();
    const body = await answer.json();
    const error = { code: "outcome_unknown", message: "No answer came.", retryable: false };
    const changes = "state" in body ? { state: "failed", error } : { status: "unknown", error };
    await route.fulfill({ response: answer, json: { ...body, ...changes } });
  });
  await write(page, "alice", "Hello");
  await page.getByRole("link", { name: "Open the message" }).click();
  await expect(page.getByText("It may have arrived.", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Send again" }).click();
  const dialog = page.getByRole("dialog", { name: "Send it again?" });
  await expect(dialog).toContainText("may get it twice");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Don't send" }).click();
  await expect(dialog).toBeHidden();
});

test("new messages are announced by a pill, and rows change in place", async ({
  console: page,
  account,
  request,
}) => {
  const { message } = await sendByApi(request, account, {
    channel: "whatsapp",
    to: "+15550001234",
    body: "Later",
    send_at: new Date(Date.now() + 86_400_000).toISOString(),
  });
  await page.goto("/messages");
  await caughtUp(page);
  await expect(page.getByRole("table").getByText("Scheduled", { exact: true })).toBeVisible();
  await sendByApi(request, account, { channel: "in_app", to: "alice", body: "One" });
  await sendByApi(request, account, { channel: "in_app", to: "alice", body: "Two" });
  const pill = page.getByRole("button", { name: /2 new/ });
  await expect(pill).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(0);
  await request.post(`/v1/messages/${message.id}/cancel`, { headers: await authorization(request, account) });
  await expect(page.getByRole("table").getByText("Cancelled", { exact: true })).toBeVisible();
  await pill.click();
  await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(2);
  await expect(pill).toBeHidden();
  await expectNoSidewaysScroll(page);
});

test("filters are in the address, and what doesn't match says so", async ({
  console: page,
  account,
  request,
}) => {
  await sendByApi(request, account, { channel: "in_app", to: "alice", body: "Hello" });
  await page.goto("/messages");
  await expect(page.getByRole("link", { name: "To alice" })).toBeVisible();
  await showFilters(page);
  await page.getByLabel("Status").selectOption("failed");
  await expect(page).toHaveURL(/status=failed/);
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).filter({ visible: true }).last().click();
  await expect(page).toHaveURL(/\/messages$/);
  await expect(page.getByRole("link", { name: "To alice" })).toBeVisible();
});

test("messages of one contact are found by name and by number", async ({
  console: page,
  account,
  request,
}) => {
  for (const [channel, to, body] of [
    ["in_app", "alice", "To Alice"],
    ["in_app", account.username, "To myself"],
    ["whatsapp", "+15550001234", "To a phone"],
    ["whatsapp", "+15550001235", "To another phone"],
  ]) {
    await sendByApi(request, account, { channel, to, body });
  }
  await page.goto("/messages");
  const table = page.getByRole("table", { name: "Messages" });
  await expect(table.getByRole("row")).toHaveCount(5);
  await showFilters(page);
  await page.getByLabel("Contact").fill("alice");
  await expect(page).toHaveURL(/to=alice/);
  await expect(table.getByRole("row")).toHaveCount(2);
  await expect(table).toContainText("To Alice");
  // A number is a string in the address, and keeps its plus.
  await page.getByLabel("Contact").fill("+15550001234");
  await expect(table.getByRole("row")).toHaveCount(2);
  await expect(table).toContainText("To a phone");
  await page.reload();
  await expect(table).toContainText("To a phone");
  await expect(table.getByRole("row")).toHaveCount(2);
  await expectAccessible(page);
  await page.goto("/messages?to=nobody-has-this-name");
  await expect(page.getByText("Nothing matches")).toBeVisible();
});

test("a bar shows what became of the messages, and follows them", async ({
  console: page,
  account,
  request,
}) => {
  await page.goto("/messages");
  const card = page.getByRole("region", { name: "Sent in the last 30 days" });
  await expect(card).toContainText("You sent no messages in the last 30 days.");
  await caughtUp(page);
  await sendByApi(request, account, { channel: "in_app", to: "alice", body: "One" });
  await sendByApi(request, account, { channel: "whatsapp", to: "+15550000026", body: "Refused" });
  const send_at = new Date(Date.now() + 86_400_000).toISOString();
  const { message } = await sendByApi(request, account, {
    channel: "in_app",
    to: "alice",
    body: "Later",
    send_at,
  });
  await expect(card).toContainText("Of 3 messages, 1 arrived and 1 failed.");
  const bar = card.getByRole("figure");
  await expect(bar.getByRole("listitem")).toHaveText(["Arrived1", "Scheduled1", "Failed1"]);
  await expect(bar.locator("rect")).toHaveCount(4);
  await request.post(`/v1/messages/${message.id}/cancel`, { headers: await authorization(request, account) });
  await expect(bar.getByRole("listitem")).toHaveText(["Arrived1", "Failed1", "Cancelled1"]);
  await expectAccessible(page);
});

test("a paused list stands still, over a reload too, and counts what is new", async ({
  console: page,
  account,
  request,
}) => {
  // One for each width.
  const paused = page.getByText(/^Paused/).filter({ visible: true });
  const send_at = new Date(Date.now() + 86_400_000).toISOString();
  const { message } = await sendByApi(request, account, {
    channel: "in_app",
    to: "alice",
    body: "Later",
    send_at,
  });
  await page.goto("/messages");
  await caughtUp(page);
  await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(1);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(paused).toHaveText("Paused");
  let fetched = 0;
  page.on("request", (sent) => {
    if (new URL(sent.url()).pathname === "/v1/messages") fetched += 1;
  });
  await sendByApi(request, account, { channel: "in_app", to: "alice", body: "New" });
  await request.post(`/v1/messages/${message.id}/cancel`, { headers: await authorization(request, account) });
  await expect(paused).toHaveText("Paused · 1 new");
  // The bar above is live: so the event of the cancellation has arrived, and the row is unchanged.
  await expect(page.getByRole("region", { name: "Sent in the last 30 days" })).toContainText("Cancelled");
  await page.evaluate(() => {
    document.dispatchEvent(new Event("visibilitychange"));
    window.dispatchEvent(new Event("focus"));
    window.dispatchEvent(new Event("online"));
  });
  await expect(page.getByRole("table").getByText("Scheduled", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(1);
  expect(fetched).toBe(0);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(2);
  await caughtUp(page);
  await sendByApi(request, account, { channel: "in_app", to: "alice", body: "Newer" });
  await expect(paused).toHaveText("Paused · 1 new");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(3);
  await expect(paused).toHaveCount(0);
});

test("old rows stay under a bar when the list can't be fetched again", async ({
  console: page,
  account,
  request,
}) => {
  await sendByApi(request, account, { channel: "in_app", to: "alice", body: "Hello" });
  await page.goto("/messages");
  await expect(page.getByRole("link", { name: "To alice" })).toBeVisible();
  await caughtUp(page);
  await sendByApi(request, account, { channel: "in_app", to: "alice", body: "Two" });
  await page.route("**/v1/messages?**", (route) =>
    route.fulfill({
      status: 500,
      headers: { "Content-Type": "application/problem+json" },
      body: JSON.stringify({ code: "internal_error", detail: "It broke.", status: 500, retryable: false }),
    }),
  );
  await page.getByRole("button", { name: /1 new/ }).click();
  await expect(page.getByText("It may be out of date.", { exact: false })).toBeVisible();
  await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(1);
  await expectAccessible(page);
  await page.unroute("**/v1/messages?**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(2);
  await page.route("**/v1/messages?**", (route) => route.abort());
  await page.goto("/messages?status=failed");
  await expect(page.getByText("No connection", { exact: true })).toBeVisible();
  await expectAccessible(page);
});

test(
  "a page without a match is not the end while there are older messages",
  eachSize,
  async ({ console: page, account, request }) => {
    await sendByApi(request, account, { channel: "in_app", to: "alice", body: "Hello" });
    // The server's response if none of the newest 10,000 messages matches.
    await page.route("**/v1/messages?**", (route) => {
      const isFirst = !new URL(route.request().url()).searchParams.has("cursor");
      return isFirst
        ? route.fulfill({ json: { data: [], next_cursor: "older" } })
        : route.fulfill({ json: { data: [] } });
    });
    await page.goto("/messages?status=failed");
    await expect(page.getByText("No match so far")).toBeVisible();
    await page.getByRole("button", { name: "Load older messages" }).click();
    await expect(page.getByText("Nothing matches")).toBeVisible();
  },
);

test(
  "a lost connection is caught up with",
  eachSize,
  async ({ console: page, account, request, context }) => {
    await page.goto("/messages");
    await caughtUp(page);
    await sendByApi(request, account, { channel: "in_app", to: "alice", body: "Before" });
    await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(1);
    await context.setOffline(true);
    // Chromium's emulation keeps open connections: end the stream as a lost network would.
    await page.reload({ waitUntil: "commit" }).catch(() => undefined);
    await context.setOffline(false);
    await page.goto("/messages");
    await caughtUp(page);
    await context.setOffline(true);
    await sendByApi(request, account, { channel: "in_app", to: "alice", body: "While away" });
    await context.setOffline(false);
    await expect(page.getByRole("button", { name: /1 new/ })).toBeVisible();
    await page.getByRole("button", { name: /1 new/ }).click();
    await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(2);
  },
);

test("rows, pages and messages are reached by single keys", async ({ console: page, account, request }) => {
  const { job, message } = await sendByApi(request, account, { channel: "in_app", to: "alice", body: "One" });
  await sendByApi(request, account, { channel: "in_app", to: "alice", body: "Two" });
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page).toHaveURL(/\/messages$/);
  // Home has rows of the same names until the list is loaded.
  await expect(page.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible();
  await caughtUp(page);
  await expect(page.getByRole("link", { name: "To alice" })).toHaveCount(2);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "To alice" }).nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(page.getByRole("link", { name: "To alice" }).first()).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(message.id));
  await expect(page.getByRole("heading", { level: 1, name: "Message to alice" })).toBeFocused();
  await page.keyboard.press("c");
  await expect(page.getByRole("heading", { level: 1, name: "New message" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
  await page.keyboard.type(job.id);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(job.id));
  await expect(page.getByRole("link", { name: "Open message" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Open message" }).click();
  await expect(page).toHaveURL(new RegExp(message.id));
});

test("an id that nobody has is named", async ({ console: page }) => {
  await page.goto("/messages/msg_01kahx0m5te7nb7s0q4d8v2c3f");
  await expect(page.getByRole("heading", { level: 1, name: "Message not found" })).toBeVisible();
  await expect(page.getByText("msg_01kahx0m5te7nb7s0q4d8v2c3f", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/messages/what-is-this");
  await expect(page.getByRole("heading", { level: 1, name: "Message not found" })).toBeVisible();
});

test("what waits can be cancelled", eachSize, async ({ console: page, account, request }) => {
  const { message } = await sendByApi(request, account, {
    channel: "in_app",
    to: "alice",
    body: "Later",
    send_at: new Date(Date.now() + 86_400_000).toISOString(),
  });
  await page.goto(`/messages/${message.id}`);
  await page.getByRole("button", { name: "Cancel message" }).click();
  await expect(page.getByText("You cancelled it before it was sent.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel message" })).toBeHidden();
  await expect(page.getByText("1 credit was refunded.", { exact: false })).toBeVisible();
});

test(
  "an access token that expired is refreshed without a word",
  eachSize,
  async ({ console: page, account, request }) => {
    await sendByApi(request, account, { channel: "in_app", to: "alice", body: "Hello" });
    let refused = false;
    await page.route("**/v1/messages?**", async (route) => {
      if (refused) return route.fallback();
      refused = true;
      await route.fulfill({
        status: 401,
        headers: { "Content-Type": "application/problem+json" },
        body: JSON.stringify({ code: "unauthenticated", detail: "Expired.", status: 401, retryable: false }),
      });
    });
    const refreshed = page.waitForResponse("**/v1/auth/refresh");
    await page.getByRole("link", { name: "Messages" }).filter({ visible: true }).first().click();
    expect((await refreshed).status()).toBe(200);
    await expect(page.getByRole("link", { name: "To alice" })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  },
);
