import { authorization } from "./business";
import { caughtUp, expect, expectAccessible, expectNoSidewaysScroll, saved, test } from "./fixtures";

test("the bell counts notifications, links to their pages and stores what was read", async ({
  console: page,
  account,
  request,
}) => {
  const { headers } = await authorization(request, account);
  const bell = page.getByRole("button", { name: /^Notifications/ });
  await caughtUp(page);
  // By keyboard: nothing has happened yet.
  await bell.focus();
  await page.keyboard.press("Enter");
  const list = page.getByRole("menu");
  await expect(list).toContainText("No notifications yet.");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(bell).toBeFocused();

  // The balance falls below the limit while the page is open.
  const limit = { low_balance_threshold: 100 };
  expect((await request.patch("/v1/credits/balance", { headers, data: limit })).status()).toBe(200);
  const data = { channel: "in_app", to: "alice", body: "One credit" };
  expect((await request.post("/v1/messages", { headers, data })).status()).toBe(202);
  await expect(bell).toHaveAccessibleName("Notifications, 1 unread");
  await expect(page.locator("[aria-live=polite]").filter({ hasText: "Your balance is low" })).toBeAttached();
  await saved(page, () => page.keyboard.press("Enter"));
  const entry = list.getByRole("menuitem", { name: /Your balance is low/ });
  await expect(entry).toContainText("99 credits left; your limit is 100.");
  await expect(entry).toHaveAccessibleName(/^New: /);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await expect(entry).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Credits" })).toBeFocused();

  // Read, and still listed: the log has it.
  await page.reload();
  await bell.click();
  await expect(entry).toBeVisible();
  await expect(entry).not.toHaveAccessibleName(/^New: /);
  await expect(bell).toHaveAccessibleName("Notifications");

  await list.getByRole("menuitem", { name: "Choose notifications" }).click();
  await expect(page.getByRole("switch", { name: "Low balance" })).toBeChecked();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await saved(page, () => page.getByRole("switch", { name: "Low balance" }).click());

  // What can't be loaded is reported, and comes on the next try.
  await page.route("**/v1/events?**", (route) => route.abort());
  await page.reload();
  await bell.click();
  await expect(list).toContainText("Notifications could not be loaded.");
  await page.unroute("**/v1/events?**");
  await list.getByRole("menuitem", { name: "Try again" }).click();
  await expect(list).toContainText("No notifications yet.");
});
