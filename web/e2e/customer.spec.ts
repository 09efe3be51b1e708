import type { Page } from "@playwright/test";
import { expect, newAccount, showFilters, test } from "./fixtures";
import { eachSize } from "./tags";

/** The simulator's page replaces the payment provider's. */
test.use({ paysElsewhere: true });

/** A number that WhatsApp rejects. */
const UNREACHABLE = "+1 555 000 0026";

async function send(page: Page, channel: "In-app" | "WhatsApp", to: string, outcome: "Delivered" | "Failed") {
  await page.goto("/messages/new");
  await page.getByRole("tab", { name: channel }).click();
  await page.getByLabel("To", { exact: true }).fill(to);
  await page.getByLabel("Text", { exact: true }).last().fill("Your parcel is on its way.");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText(outcome, { exact: true })).toBeVisible();
}

const credits = (page: Page, count: number) =>
  expect(page.locator("header").getByText(String(count), { exact: true })).toBeVisible();

test(
  "a customer's month: sign-up, messages, a low balance, a purchase, Pro, and a statement that adds up",
  eachSize,
  async ({ page }) => {
    const account = newAccount();
    await page.goto("/signup");
    await page.getByLabel("Username").fill(account.username);
    await page.getByRole("textbox", { name: "Password" }).fill(account.password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("region", { name: "Balance" })).toContainText(/100\s*credits/);

    // A warning for the day on which the sign-up credits are nearly spent.
    await page.goto("/credits");
    await page.getByRole("button", { name: "Set a warning" }).click();
    await page.getByLabel("Warn below").fill("99");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("You are notified when the balance falls below 99.")).toBeVisible();

    // Over each channel one message that arrives, and one that doesn't: it costs nothing in the end.
    await send(page, "In-app", "alice", "Delivered");
    await credits(page, 99);
    await send(page, "WhatsApp", "+15550100011", "Delivered");
    await credits(page, 98);
    await send(page, "WhatsApp", UNREACHABLE, "Failed");
    await credits(page, 98);

    // The bell says that the balance is low, and leads to the purchase.
    const bell = page.getByRole("button", { name: /^Notifications/ });
    await expect(bell).toHaveAccessibleName(/unread/);
    await bell.click();
    await page
      .getByRole("menuitem", { name: /Your balance is low/ })
      .first()
      .click();
    await expect(page.getByRole("heading", { level: 1, name: "Credits" })).toBeVisible();
    await page.getByRole("button", { name: "Buy credits" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Credits").fill("500");
    await dialog.getByRole("button", { name: "Continue to payment" }).click();
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await expect(page.getByText("500 credits are in your account")).toBeVisible();
    await credits(page, 598);

    // Five questions a day are not enough any more.
    await page.goto("/plan");
    await expect(page.getByRole("region", { name: "Usage units today" })).toContainText("5 left");
    await page.getByRole("button", { name: "Upgrade to Pro" }).click();
    await page.getByRole("button", { name: "Subscribe" }).click();
    await expect(page.getByText("You have Pro now")).toBeVisible();
    await page.goto("/assistant");
    await page.getByRole("link", { name: "New chat" }).last().click();
    await page.getByRole("button", { name: "What makes a good WhatsApp template?" }).click();
    await expect(page.getByRole("article", { name: "Answer" })).toContainText(/\d+ tokens/);
    await expect(page.getByRole("button", { name: /no daily limit/ })).toBeVisible();

    // The statement explains every credit between the sign-up and today.
    await page.goto("/credits");
    const statement = page.getByRole("table", { name: "Statement" });
    const row = (kind: string) => statement.getByRole("row").filter({ hasText: kind });
    await expect(row("Sign-up credits")).toContainText("+100");
    await expect(row("Message")).toHaveCount(3);
    for (const charge of await row("Message").all()) await expect(charge).toContainText("−1");
    await expect(row("Refund")).toContainText("+1");
    await expect(row("Purchase")).toContainText("+500");
    await expect(statement.getByRole("row").nth(1)).toContainText("598");
    await showFilters(page);
    await page.getByLabel("Kind").selectOption("Refund");
    await expect(statement.getByRole("row")).toHaveCount(2);

    // And Home has the month.
    await page.goto("/");
    await expect(page.getByRole("region", { name: "Balance" })).toContainText(/598\s*credits/);
    await expect(page.getByRole("figure").filter({ hasText: "Messages by day" })).toContainText("3 messages");
    await expect(page.getByRole("region", { name: "Needs attention" })).toContainText(
      "Nothing needs your attention.",
    );
  },
);
