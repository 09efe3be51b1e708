import { caughtUp, expect, expectAccessible, expectNoSidewaysScroll, showFilters, test } from "./fixtures";
import { authorization, sendByApi } from "./messages";
import { eachSize } from "./tags";

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

test("filters are in the address, and an empty result is reported", async ({
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

test("a bar shows messages by status, and updates live", async ({ console: page, account, request }) => {
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

test("a paused list is unchanged, after a reload too, and counts new messages", async ({
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
  "missed messages are announced after a lost connection",
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

test(
  "a list is loaded with a refreshed token after the old one expired",
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
