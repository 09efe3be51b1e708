import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

test("the balance changes without a reload", async ({ console: page, account, request }) => {
  await expect(page.locator("[data-connection=live]")).toBeAttached();
  const login = await request.post("/v1/auth/token", { data: account });
  const { access_token } = await login.json();
  const before = Number(await page.locator("header").getByText(/^\d+$/).innerText());
  const sent = await request.post("/v1/messages", {
    headers: { Authorization: `Bearer ${access_token}` },
    data: { channel: "in_app", to: "alice", body: "Hello" },
  });
  expect(sent.status()).toBe(202);
  await expect(page.locator("header").getByText(String(before - 1), { exact: true })).toBeVisible();
  await expect(page.getByRole("table", { name: "Latest messages" }).getByText("Hello")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("the command palette finds pages and actions", async ({ console: page }) => {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type("password");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeFocused();
  await expect(page).toHaveTitle("Profile · Settings · Switchboard");
});

test("single keys go to pages, show the list, and can be switched off", async ({ console: page }) => {
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/settings\/profile$/);
  await expect(page.getByLabel("Username")).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Appearance" }).click();
  await page.getByRole("switch", { name: "Single-key shortcuts" }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("an unknown address keeps the menu", async ({ console: page }) => {
  await page.goto("/nowhere/at-all");
  await expect(page.getByRole("heading", { level: 1, name: "Page not found" })).toBeVisible();
  await expectAccessible(page);
});

test("a lost connection is shown, and restored automatically", async ({ console: page }) => {
  await expect(page.locator("[data-connection=live]")).toBeAttached();
  await page.route("**/v1/events/stream", (route) => route.abort());
  await page.reload();
  await expect(page.locator("[data-connection=offline]")).toBeAttached();
  await expect(page.getByText("No connection to the server.", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/v1/events/stream");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.locator("[data-connection=live]")).toBeAttached();
});
