import type { Page } from "@playwright/test";
import {
  type Account,
  caughtUp,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  newAccount,
  test,
  watch,
} from "./fixtures";
import { sendByApi } from "./messages";
import { eachSize } from "./tags";

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

test("a number rejected by WhatsApp shows the failure, its text and the refund", async ({
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

test("sending again a message that may have arrived requires a confirmation", async ({ console: page }) => {
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

test("an unknown id is named", async ({ console: page }) => {
  await page.goto("/messages/msg_01kahx0m5te7nb7s0q4d8v2c3f");
  await expect(page.getByRole("heading", { level: 1, name: "Message not found" })).toBeVisible();
  await expect(page.getByText("msg_01kahx0m5te7nb7s0q4d8v2c3f", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/messages/what-is-this");
  await expect(page.getByRole("heading", { level: 1, name: "Message not found" })).toBeVisible();
});

test("a waiting message can be cancelled", eachSize, async ({ console: page, account, request }) => {
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
