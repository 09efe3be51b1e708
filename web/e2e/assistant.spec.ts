import type { APIRequestContext, Page } from "@playwright/test";
import { authorization } from "./business";
import { type Account, expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { chatIsLive } from "./people";
import { eachSize } from "./tags";

const field = (page: Page) => page.getByRole("textbox", { name: "Your question" });
const ask = (page: Page) => page.getByRole("button", { name: "Ask", exact: true });
const answers = (page: Page) => page.getByRole("article", { name: "Answer" });
const usage = (page: Page) => page.getByRole("button", { name: /left today|no daily limit/ });

/** Sets a user's daily questions. */
async function allow(request: APIRequestContext, { username, password }: Account, limit: number) {
  const user = await authorization(request, { username, password });
  const admin = await authorization(request, { username: "demo_admin", password: "switchboard-demo-1" });
  const data = { completion_limit: limit };
  const changed = await request.patch(`/v1/users/${user.id}`, { headers: admin.headers, data });
  expect(changed.status(), await changed.text()).toBe(200);
}

test("an answer grows, continues after leaving the page, can be stopped, and shows its cost", async ({
  console: page,
  account,
  request,
}) => {
  await allow(request, account, 3);
  await page.goto("/assistant");
  await expect(page.getByRole("heading", { level: 1, name: "Assistant" })).toBeVisible();
  await expect(page.getByText("No chats yet")).toBeVisible();
  await chatIsLive(page);
  await expectAccessible(page);
  await page.getByRole("link", { name: "New chat" }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "New chat" })).toBeVisible();
  await expect(usage(page)).toHaveText("3 of 3 left today");
  await expectAccessible(page);
  await page.getByRole("button", { name: "What makes a good WhatsApp template?" }).click();
  await expect(
    page.getByRole("heading", { level: 1, name: "What makes a good WhatsApp template?" }),
  ).toBeVisible();
  await expect(answers(page)).toContainText("You said: What makes a good WhatsApp template?");
  await expect(answers(page)).toContainText(/gemini-\S+ · \d+ tokens/);
  await expect(usage(page)).toHaveText("2 of 3 left today");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  // The answer grows while its page is closed; reopening the page shows it growing.
  await field(page).fill("sim:slow:60:150");
  await ask(page).click();
  const growing = answers(page).last();
  await expect(growing).toContainText("Writing…");
  await expectAccessible(page);
  await page.reload();
  await expect(growing).toContainText("Writing…");
  const before = (await growing.innerText()).length;
  await expect.poll(async () => (await growing.innerText()).length).toBeGreaterThan(before);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(growing).toContainText("Stopped.");
  await expect(usage(page)).toHaveText("2 of 3 left today");
  await expectAccessible(page);

  await usage(page).click();
  const dialog = page.getByRole("dialog", { name: "Usage by day" });
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await expect(dialog.getByRole("listitem")).toContainText(/2 questions/);
  await expectAccessible(page);
});

test("a blocked answer shows the reason, and without units left a link to the plan appears", async ({
  console: page,
  account,
  request,
}) => {
  await allow(request, account, 1);
  await page.goto("/assistant/new");
  await expect(page.getByRole("heading", { level: 1, name: "New chat" })).toBeVisible();
  await field(page).fill("sim:blocked");
  await ask(page).click();
  await expect(answers(page)).toContainText("The model's provider blocked this question.");
  await expect(answers(page)).toContainText("It does not count");
  await expect(usage(page)).toHaveText("1 of 1 left today");
  await expectAccessible(page);
  await field(page).fill("Anything **bold** and `code`?");
  await ask(page).click();
  await expect(answers(page).last().locator("strong")).toHaveText("bold");
  await expect(answers(page).last().locator("code")).toHaveText("code");
  await expect(page.getByText("All 1 questions of today are used", { exact: false })).toBeVisible();
  await field(page).fill("One more");
  await expect(ask(page)).toBeDisabled();
  await expect(page.getByRole("link", { name: "See Pro" })).toHaveAttribute("href", "/plan");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.reload();
  await expect(field(page)).toHaveValue("One more");
});

test(
  "the assistant works by keyboard alone; a missing model or answer is reported",
  eachSize,
  async ({ console: page }) => {
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await expect(page.getByRole("heading", { level: 1, name: "Assistant" })).toBeFocused();
    await expect(page.getByText("No chats yet")).toBeVisible();
    const start = page.getByRole("link", { name: "New chat" }).first();
    await page.keyboard.press("Tab");
    await expect(start).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "New chat" })).toBeFocused();
    for (let presses = 0; presses < 20; presses += 1) {
      if (await field(page).evaluate((one) => one === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("No mouse here");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(answers(page)).toContainText("You said: No mouse here");

    await page.route("**/v1/conversations?**", (route) => route.abort());
    await page.route("**/v1/conversations/*/messages?**", (route) => route.abort());
    await page.reload();
    await expect(
      page.getByText("No connection", { exact: true }).filter({ visible: true }).first(),
    ).toBeVisible();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).filter({ visible: true }).last().click();
    await expect(answers(page)).toContainText("You said: No mouse here");
    await page.route("**/v1/platform", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), assistant: null } });
    });
    await page.goto("/assistant");
    await expect(page.getByText("The assistant is not set up")).toBeVisible();
  },
);
