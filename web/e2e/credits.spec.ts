import type { Page } from "@playwright/test";
import {
  type Account,
  caughtUp,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  showFilters,
  test,
} from "./fixtures";
import { eachSize } from "./tags";

/** The simulator's page replaces the payment provider's: another host, which the guard would reject. */
test.use({ paysElsewhere: true });

test("buys credits on the provider's page and sees them arrive", async ({ console: page }) => {
  await page.getByRole("link", { name: "Credits" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Credits" })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Buy credits" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Credits").fill("nothing");
  await dialog.getByRole("button", { name: "Continue to payment" }).click();
  await expect(dialog.getByLabel("Credits")).toHaveAccessibleDescription(/Enter a whole number from 1/);
  await dialog.getByLabel("Credits").fill("500");
  await expect(dialog).toContainText(/You pay (US)?\$50\.00\./);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Continue to payment" }).click();
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page.getByText("500 credits are in your account")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Go to Credits" }).click();
  await expect(page.getByRole("table", { name: "Statement" })).toContainText("Purchase");
  await expect(page.getByRole("table", { name: "Statement" })).toContainText("+500");
  await page.getByRole("tab", { name: "Purchases" }).click();
  await expect(page.getByRole("table", { name: "Purchases" })).toContainText("Paid");
  await expectAccessible(page);
});

test("a cancelled payment leaves the purchase open", async ({ console: page }) => {
  await page.goto("/credits");
  await page.getByRole("button", { name: "Buy credits" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Continue to payment" }).click();
  await page.waitForURL((url) => url.port !== new URL(process.env.CONSOLE_URL ?? "").port);
  await page.goto("/checkout/cancelled");
  await expect(page.getByText("Nothing was paid", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Go to Credits" }).click();
  const table = page.getByRole("table", { name: "Purchases" });
  await expect(table).toContainText("Pending");
  await expect(table.getByRole("link", { name: "Pay" })).toBeVisible();
});

test("filters of the statement are in the address", async ({ console: page }) => {
  await page.goto("/credits");
  await expect(page.getByRole("table", { name: "Statement" })).toContainText("Sign-up credits");
  await showFilters(page);
  await page.getByLabel("Kind").selectOption("Refund");
  await expect(page).toHaveURL(/kind=refund/);
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await showFilters(page);
  await expect(page.getByLabel("Kind")).toHaveValue("refund");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page.getByRole("table", { name: "Statement" })).toContainText("Sign-up credits");
  await expect(page).not.toHaveURL(/kind/);
});

test("sets, shows and removes the low-balance warning", async ({ console: page }) => {
  await page.goto("/credits");
  await page.getByRole("button", { name: "Set a warning" }).click();
  await expect(page.getByRole("dialog", { name: "Low-balance warning" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Warn below").fill("1000");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Low balance", { exact: true })).toBeVisible();
  await expect(page.getByText("You are notified when the balance falls below 1,000.")).toBeVisible();
  await page.getByRole("button", { name: "Change" }).click();
  await page.getByRole("button", { name: "Remove the warning" }).click();
  await expect(page.getByText("No low-balance warning is set.")).toBeVisible();
});

async function spend(page: Page, account: Account) {
  const login = await page.request.post("/v1/auth/token", { data: account });
  const headers = { Authorization: `Bearer ${(await login.json()).access_token}` };
  const data = { channel: "in_app", to: "alice", body: "Spent" };
  expect((await page.request.post("/v1/messages", { headers, data })).status()).toBe(202);
}

test(
  "rows of the statement are reached by single keys, and link to their messages",
  eachSize,
  async ({ console: page, account }) => {
    await spend(page, account);
    await page.goto("/credits");
    const charge = page.getByRole("table", { name: "Statement" }).getByRole("link", { name: "Message" });
    await expect(charge).toBeVisible();
    await page.keyboard.press("j");
    await expect(charge).toBeFocused();
    // The row of the sign-up credits has no link, but `j` stops there too.
    await page.keyboard.press("j");
    await expect(page.locator("[data-row-link]", { hasText: "Sign-up credits" })).toBeFocused();
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("link", { name: "Open message" })).toBeVisible();
  },
);

test("a paused statement is unchanged and counts new transactions", async ({ console: page, account }) => {
  await page.goto("/credits");
  const table = page.getByRole("table", { name: "Statement" });
  await expect(table).toContainText("Sign-up credits");
  await caughtUp(page);
  await page.getByRole("button", { name: "Pause" }).click();
  await spend(page, account);
  await expect(page.getByText("Paused · 1 new")).toBeVisible();
  // The balance is updated, the list is not.
  await expect(page.getByRole("region", { name: "Balance" })).toContainText("99");
  await expect(table.getByRole("row")).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Purchases" }).click();
  await expect(page.getByText("Paused", { exact: false })).toHaveCount(0);
  await page.getByRole("tab", { name: "Statement" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(table.getByRole("row")).toHaveCount(3);
});

test("the balance is a chart and a table", async ({ console: page }) => {
  await page.goto("/credits");
  const figure = page.getByRole("figure").filter({ hasText: "Balance over 30 days" });
  await expect(figure).toContainText(/credits/);
  await expect(figure.locator("canvas")).toBeVisible();
  await figure.getByRole("button", { name: "Show as table" }).click();
  await expect(figure.getByRole("table")).toContainText("100");
  await expectAccessible(page);
});
