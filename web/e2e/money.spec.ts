import type { APIRequestContext, Page } from "@playwright/test";
import { authorization, PASSWORD } from "./business";
import { caughtUp, expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { eachSize } from "./tags";
import { fails } from "./vitals";

/** The simulator's page replaces the payment provider's. */
test.use({ paysElsewhere: true });

/** Money from a sample user, who has enough of it. */
async function give(request: APIRequestContext, receiver: string, amount: string, note: string) {
  const { headers } = await authorization(request, { username: "bob", password: PASSWORD });
  const sent = await request.post("/v1/transfers", { headers, data: { receiver, amount, note } });
  expect(sent.status(), await sent.text()).toBe(201);
}

const balance = (page: Page) => page.getByRole("region", { name: "Balance" });

test("money arrives, is sent after a confirmation, and is listed", async ({
  console: page,
  account,
  request,
}) => {
  await page.goto("/wallet");
  await expect(page.getByText("No transfers yet")).toBeVisible();
  await caughtUp(page);
  await give(request, account.username, "25.50", "For the table");
  await expect(balance(page)).toContainText("$25.50");
  const table = page.getByRole("table", { name: "Transfers" });
  await expect(table.getByRole("row", { name: /From bob/ })).toContainText("For the table");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "Send money" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Receiver").fill("nobody-of-this-name");
  await dialog.getByLabel("Amount in USD").fill("ten");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByLabel("Amount in USD")).toHaveAccessibleDescription(/Enter an amount/);
  await dialog.getByLabel("Amount in USD").fill("10,5");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByLabel("Receiver")).toHaveAccessibleDescription(/There is no user/);
  await expectAccessible(page);
  await dialog.getByLabel("Receiver").fill(account.username);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByLabel("Receiver")).toHaveAccessibleDescription(/to yourself/);
  await dialog.getByLabel("Receiver").fill("Alice");
  await dialog.getByLabel("Note").fill("Thank you");
  await dialog.getByRole("button", { name: "Continue" }).click();
  const confirm = page.getByRole("dialog", { name: "Is this right?" });
  await expect(confirm).toContainText("alice");
  await expectAccessible(page);
  // The response is lost: sent again, the money moves once.
  await page.route("**/v1/transfers", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await confirm.getByRole("button", { name: /^Send .*\$10\.50$/ }).click();
  await expect(confirm.getByRole("alert")).toContainText("Send again: the money goes out once only.");
  await page.unroute("**/v1/transfers");
  await confirm.getByRole("button", { name: /^Send .*\$10\.50$/ }).click();
  await expect(page.getByText(/^(US)?\$10\.50 sent to alice$/)).toBeVisible();
  await expect(balance(page)).toContainText("$15.00");
  await expect(table.getByRole("row", { name: /To alice/ })).toHaveCount(1);

  await page.getByText("Received", { exact: true }).click();
  await expect(page).toHaveURL(/direction=received/);
  await expect(table.getByRole("row", { name: /To alice/ })).toHaveCount(0);
  await page.getByText("All", { exact: true }).click();
  await page.keyboard.press("Escape");
  await table.getByRole("link", { name: "To alice" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Transfer" })).toBeFocused();
  await expect(page.getByText("Thank you")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("money is deposited on the provider's page and shown on return", eachSize, async ({ console: page }) => {
  await page.goto("/wallet?list=deposits");
  await expect(page.getByText("No deposits yet")).toBeVisible();
  await page.getByRole("button", { name: "Add money" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amount in USD").fill("40");
  await dialog.getByRole("button", { name: "Continue to payment" }).click();
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page.getByText(/\$40\.00 is in your wallet/)).toBeVisible();
  await page.getByRole("link", { name: "Go to Wallet" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Wallet" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Deposits" })).toContainText("Paid");
  await expect(balance(page)).toContainText("$40.00");
});

test("a plan is bought, cancelled, resumed, and links to its invoices", async ({ console: page }) => {
  await page.goto("/plan");
  const current = page.getByRole("region", { name: "Your plan" });
  await expect(current).toContainText("You have the free plan.");
  await expect(page.getByRole("region", { name: "Usage units today" })).toContainText("5 left");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await current.getByRole("button", { name: "Upgrade to Pro" }).click();
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByText("You have Pro now")).toBeVisible();
  await page.getByRole("link", { name: "Go to Plan" }).click();
  await expect(current).toContainText("Next payment on");
  await expect(page.getByRole("region", { name: "Usage units today" })).toContainText("No fixed limit");

  await current.getByRole("button", { name: "Cancel Pro" }).click();
  await expect(page.getByRole("dialog")).toContainText("You keep Pro until");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Cancel Pro" }).click();
  await expect(current).toContainText("and is not charged again");
  await current.getByRole("button", { name: "Resume Pro" }).click();
  await expect(current).toContainText("renews by itself");
  await current.getByRole("button", { name: "Invoices and cards" }).click();
  // The provider's page ends it: an event reports that to the console.
  await page.getByRole("button", { name: "End now" }).click();
  await page.goto("/plan");
  await expect(current).toContainText("Your subscription has ended.");
  await expect(current.getByRole("button", { name: "Upgrade to Pro" })).toBeVisible();
});

test(
  "wallet and plan show an error while they can't be loaded, and recover",
  eachSize,
  async ({ console: page }) => {
    await fails(page, "/wallet", "**/v1/transfers?**", page.getByText("No transfers yet"));
    await fails(page, "/plan", "**/v1/subscription", page.getByText("You have the free plan."));
  },
);
