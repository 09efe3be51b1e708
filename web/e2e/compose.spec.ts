import type { Page } from "@playwright/test";
import { type Account, expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { eachSize } from "./tags";

const to = (page: Page) => page.getByLabel("To", { exact: true });
const text = (page: Page) => page.locator("textarea[name=text]");
const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true });
const delivered = (page: Page) => page.getByText("Delivered", { exact: true });

/** The server's messages of a user to one recipient. */
async function sentTo(page: Page, account: Account): Promise<unknown[]> {
  const { access_token } = await (await page.request.post("/v1/auth/token", { data: account })).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const answer = await page.request.get("/v1/messages?direction=sent", { headers });
  return (await answer.json()).data;
}

test("price, balance and rejections are shown before sending", async ({ console: page }) => {
  await page.goto("/messages/new");
  await expect(page.getByRole("heading", { level: 1, name: "New message" })).toBeVisible();
  const quote = page.getByRole("complementary", { name: "Before you send" });
  await expect(quote.getByText("1 credit", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const asked = page.waitForResponse("**/v1/messages?dry_run=true");
  await to(page).fill("nobody-has-this-name");
  await text(page).fill("Hello");
  expect((await asked).status()).toBe(200);
  await expect(page.getByRole("alert").or(page.locator("[aria-invalid=true]"))).toBeVisible();
  await to(page).fill("alice");
  await expect(page.getByRole("alert").or(page.locator("[aria-invalid=true]"))).toHaveCount(0);
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await expect(page.getByText("this phone has not written", { exact: false })).toBeVisible();
  await expectAccessible(page);
});

test("missing fields are reported beside them", async ({ console: page }) => {
  await page.goto("/messages/new");
  await send(page).click();
  await expect(to(page)).toBeFocused();
  await expect(to(page)).toHaveAccessibleDescription(/Enter a recipient/);
  await to(page).fill("alice");
  await send(page).click();
  await expect(text(page)).toBeFocused();
  await expectAccessible(page);
});

test("a double click sends once", eachSize, async ({ console: page, account }) => {
  await page.goto("/messages/new");
  await to(page).fill("alice");
  await text(page).fill("Once");
  await send(page).dblclick();
  await expect(delivered(page)).toBeVisible();
  expect(await sentTo(page, account)).toHaveLength(1);
  await page.getByRole("button", { name: "Write another" }).click();
  await expect(text(page)).toBeFocused();
  await page.keyboard.type("Twice");
  await send(page).click();
  await expect(delivered(page)).toBeVisible();
  expect(await sentTo(page, account)).toHaveLength(2);
});

test(
  "a lost response is resolved under the same key, and nothing is sent twice",
  eachSize,
  async ({ console: page, account }) => {
    await page.goto("/messages/new");
    await to(page).fill("alice");
    await text(page).fill("In a tunnel");
    const keys: (string | undefined)[] = [];
    await page.route("**/v1/messages", async (route) => {
      keys.push((await route.request().headerValue("idempotency-key")) ?? undefined);
      if (keys.length > 1) return route.fallback();
      await route.fetch();
      await route.abort();
    });
    await send(page).click();
    await expect(page.getByText("We are finding out", { exact: false })).toBeVisible();
    await expect(delivered(page)).toBeVisible();
    expect(new Set(keys).size).toBe(1);
    expect(keys.length).toBeGreaterThan(1);
    expect(await sentTo(page, account)).toHaveLength(1);
  },
);

test(
  "after a reload with an unknown outcome the same key is used",
  eachSize,
  async ({ console: page, account }) => {
    await page.goto("/messages/new");
    await to(page).fill("alice");
    await text(page).fill("Reloaded");
    await page.route("**/v1/messages", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await send(page).click();
    await expect(page.getByText("We are finding out", { exact: false })).toBeVisible();
    await page.unroute("**/v1/messages");
    await page.reload();
    await expect(delivered(page)).toBeVisible();
    expect(await sentTo(page, account)).toHaveLength(1);
  },
);

test("with too few credits the draft is kept, with a link to buy more", async ({
  console: page,
  account,
  request,
}) => {
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const data = { channel: "whatsapp", to: "+15550001234", body: "Spend" };
  // Each charge reduces the balance, until it is too low for another one.
  for (let status = 202, sent = 0; status === 202 && sent < 200; sent += 1) {
    status = (await request.post("/v1/messages", { headers, data })).status();
  }
  await page.goto("/messages/new");
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await to(page).fill("+15550001234");
  await text(page).fill("Not enough for this");
  await send(page).click();
  await expect(page.getByRole("alert")).toContainText("Your draft is kept in this tab.");
  await expect(page.getByRole("link", { name: "Buy credits" })).toHaveAttribute("href", "/credits");
  await expectAccessible(page);
  await page.goto("/");
  await page.goto("/messages/new");
  await expect(text(page)).toHaveValue("Not enough for this");
  await expect(to(page)).toHaveValue("+15550001234");
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  expect(kept).not.toContain("eyJ");
});

test("a message is sent by keyboard alone", eachSize, async ({ console: page }) => {
  await page.keyboard.press("c");
  await expect(page.getByRole("heading", { level: 1, name: "New message" })).toBeFocused();
  for (let presses = 0; presses < 20; presses += 1) {
    if (await to(page).evaluate((field) => field === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.type("alice");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(text(page)).toBeFocused();
  await page.keyboard.type("No mouse here");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(delivered(page)).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Message to alice" })).toBeFocused();
});

test("a scheduled message, a file and a template are sent", async ({ console: page, account, request }) => {
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  const made = await request.post("/v1/templates", {
    headers: { Authorization: `Bearer ${access_token}` },
    data: {
      name: "delivery_note",
      language: "en_US",
      category: "utility",
      body: "Hello {{first_name}}, it is here.",
    },
  });
  expect(made.status(), await made.text()).toBe(201);
  await page.goto("/messages/new");
  await to(page).fill("alice");
  await page.getByText("Template", { exact: true }).click();
  await page.getByLabel("Template", { exact: true }).last().selectOption({ label: "delivery_note (en_US)" });
  await page.getByLabel("first_name").fill("Ada");
  await expect(page.getByText("Hello Ada, it is here.")).toBeVisible();
  await expectAccessible(page);
  await page.getByText("Later", { exact: true }).click();
  await expect(page.getByText("In your time zone", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Schedule" }).click();
  await expect(page.getByText("Scheduled", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Write another" }).click();
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await to(page).fill("+15550001234");
  await page.getByText("File", { exact: true }).click();
  await page.getByLabel("Link to the file").fill("https://example.com/picture.png");
  await expectAccessible(page);
  await send(page).click();
  await expect(delivered(page)).toBeVisible();
});
