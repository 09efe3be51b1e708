import type { Locator, Page } from "@playwright/test";
import { authorization } from "./business";
import { expect, newAccount, test } from "./fixtures";
import { eachSize } from "./tags";

test.use({ paysElsewhere: true });

/** Presses Tab until an element has the focus, as a user without a mouse does. */
async function tabTo(page: Page, target: Locator, most = 40): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < most; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

test(
  "sign-up, sending, delivery, credits and a purchase work by keyboard alone",
  eachSize,
  async ({ page }) => {
    const account = newAccount();
    await page.goto("/login");
    await tabTo(page, page.getByRole("link", { name: "Create an account" }));
    await page.keyboard.press("Enter");
    // The login page has fields of the same names, and stays until the sign-up page is loaded.
    await expect(page.getByRole("heading", { level: 1, name: "Create an account" })).toBeFocused();
    await tabTo(page, page.getByLabel("Username"));
    await page.keyboard.type(account.username);
    await tabTo(page, page.getByRole("textbox", { name: "Password" }));
    await page.keyboard.type(account.password);
    await page.keyboard.press("Enter");

    await expect(page.getByRole("region", { name: "Balance" })).toContainText(/100\s*credits/);
    await page.keyboard.press("c");
    await expect(page.getByRole("heading", { level: 1, name: "New message" })).toBeFocused();
    await tabTo(page, page.getByLabel("To", { exact: true }));
    await page.keyboard.type("alice");
    await tabTo(page, page.locator("textarea[name=text]"));
    await page.keyboard.type("No mouse here");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page.getByText("Delivered", { exact: true })).toBeVisible();
    await expect(page.locator("header").getByText("99", { exact: true })).toBeVisible();
    await tabTo(page, page.getByRole("link", { name: "Open the message" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Message to alice" })).toBeFocused();

    await page.keyboard.press("g");
    await page.keyboard.press("b");
    await expect(page.getByRole("heading", { level: 1, name: "Credits" })).toBeFocused();
    await expect(page.getByRole("table", { name: "Statement" })).toContainText("Sign-up credits");
    const buy = page.getByRole("button", { name: "Buy credits" });
    await tabTo(page, buy);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    const amount = dialog.getByLabel("Credits");
    await tabTo(page, amount);
    // The focus stays in the dialog, Escape closes it, and the focus returns to where it was.
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press("Tab");
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(buy).toBeFocused();
    await page.keyboard.press("Enter");
    await tabTo(page, amount);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("500");
    await page.keyboard.press("Enter");
    const pay = page.getByRole("button", { name: "Pay", exact: true });
    await tabTo(page, pay);
    await page.keyboard.press("Enter");
    await expect(page.getByText("500 credits are in your account")).toBeVisible();
    await expect(page.locator("header").getByText("599", { exact: true })).toBeVisible();
    await tabTo(page, page.getByRole("link", { name: "Go to Credits" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("table", { name: "Statement" })).toContainText("+500");
  },
);

test(
  "the palette finds pages, ids, recipients and recent pages; a filter has its key",
  eachSize,
  async ({ console: page, account, request }) => {
    const { headers } = await authorization(request, account);
    const data = { channel: "in_app", to: "alice", body: "Found by its id" };
    const sent = await request.post("/v1/messages", { headers, data });
    const { message, job } = await sent.json();
    const palette = page.getByRole("dialog", { name: "Command palette" });
    const open = async (text: string, entry: string) => {
      await page.keyboard.press("ControlOrMeta+k");
      await expect(palette).toBeVisible();
      await page.keyboard.type(text);
      await expect(palette.getByRole("option", { name: entry, selected: true })).toBeVisible();
      await page.keyboard.press("Enter");
      await expect(palette).toBeHidden();
    };
    await open(message.id, "Open this message");
    await expect(page.getByRole("heading", { level: 1, name: "Message to alice" })).toBeFocused();
    // The job's page is shown late, under the palette that is open again: it must not take the focus from what is typed.
    let release = () => {};
    const released = new Promise<void>((done) => {
      release = done;
    });
    await page.route("**/assets/job-page-*.js", (route) => released.then(() => route.fallback()));
    await open(job.id, "Open this job");
    await expect(page).toHaveURL(new RegExp(`/jobs/${job.id}$`));
    await page.keyboard.press("ControlOrMeta+k");
    await expect(palette).toBeVisible();
    await page.keyboard.type("send to ");
    release();
    await expect(page.locator("h1")).toHaveText("Job");
    await page.keyboard.type("alice");
    await expect(palette.getByRole("combobox")).toHaveValue("send to alice");
    await expect(
      palette.getByRole("option", { name: "Send a message to alice", selected: true }),
    ).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(palette).toBeHidden();
    await expect(page.getByLabel("To", { exact: true })).toHaveValue("alice");
    await expect(page).toHaveURL(/\/messages\/new$/);
    // Of the pages that were shown the last one but this comes first.
    await expect(page.getByRole("heading", { level: 1, name: "New message" })).toBeFocused();
    await open("to alice", "Message to alice");
    await expect(page.getByRole("heading", { level: 1, name: "Message to alice" })).toBeFocused();

    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await expect(page.getByRole("table", { name: "Messages" })).toContainText("Found by its id");
    await page.keyboard.press("/");
    await expect(page.locator("[data-filter]")).toBeFocused();
    await page.keyboard.type("nobody");
    await expect(page.getByText("Nothing matches")).toBeVisible();
    await page.keyboard.press("g");
    await expect(page.locator("[data-filter]")).toHaveValue("nobodyg");
    // In a field "[" is a letter; elsewhere it folds the menu, and never does once keys are off.
    await page.goto("/settings/appearance");
    const keys = page.getByRole("switch", { name: "Single-key shortcuts" });
    await tabTo(page, keys);
    await page.keyboard.press("Space");
    await expect(keys).not.toBeChecked();
    for (const key of ["c", "?", "["]) await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page).toHaveURL(/\/settings\/appearance$/);
    await page.keyboard.press("ControlOrMeta+k");
    await expect(palette).toBeVisible();
  },
);
