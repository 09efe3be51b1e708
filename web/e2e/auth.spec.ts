import {
  codeOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  newAccount,
  test,
} from "./fixtures";
import { eachSize } from "./tags";

test("a first visit shows the login without a failed request", async ({ page }) => {
  const failed: string[] = [];
  page.on("response", (response) => {
    if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
  });
  await page.goto("/");
  await expect(page).toHaveURL(/\/login$/);
  await expect(page.getByRole("heading", { level: 1, name: "Log in" })).toBeVisible();
  await expect(page).toHaveTitle("Log in · Switchboard");
  expect(failed).toEqual([]);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("signs up, sees the credits, and keeps the session after a reload", async ({ page }) => {
  const account = newAccount();
  await page.goto("/login");
  await page.getByRole("link", { name: "Create an account" }).click();
  // The login page has fields of the same names, and stays until the sign-up page is loaded.
  await expect(page.getByRole("heading", { level: 1, name: "Create an account" })).toBeFocused();
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill(account.password);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  const balance = page.getByRole("region", { name: "Balance" });
  await expect(balance).toContainText(/100\s*credits/);
  await page.reload();
  await expect(balance).toContainText(/100\s*credits/);
});

test("sign-up errors are shown beside their fields", async ({ page, account }) => {
  await page.goto("/signup");
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill("short");
  await page.getByLabel("Mobile number").fill("12");
  await page.getByRole("button", { name: "Create account" }).click();
  const password = page.getByRole("textbox", { name: "Password" });
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Mobile number")).toHaveAttribute("aria-invalid", "true");
  await expect(password).toHaveAccessibleDescription(/at least 8 characters/);
  await password.fill(account.password);
  await page.getByLabel("Mobile number").fill("");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Username")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Username")).toBeFocused();
  await expectAccessible(page);
});

test("an unknown name and a wrong password show the same error, and a lock counts down", async ({
  page,
  account,
}) => {
  await page.clock.install();
  await page.goto("/login");
  const attempt = async (username: string) => {
    await page.getByLabel("Username").fill(username);
    await page.getByRole("textbox", { name: "Password" }).fill("wrong password here");
    await page.getByRole("button", { name: "Log in" }).click();
  };
  await attempt(newAccount().username);
  await expect(page.getByRole("alert")).toHaveText("Username and password do not match an active account.");
  await attempt(account.username);
  await expect(page.getByRole("alert")).toHaveText("Username and password do not match an active account.");
  await expectAccessible(page);
  await page.route("**/v1/auth/token", (route) =>
    route.fulfill({
      status: 429,
      headers: { "Content-Type": "application/problem+json", "Retry-After": "90" },
      body: JSON.stringify({ code: "too_many_logins", detail: "Too many.", status: 429, retryable: true }),
    }),
  );
  await attempt(account.username);
  await expect(page.getByRole("alert")).toContainText("Too many attempts. Try again in");
  await expect(page.getByRole("button", { name: "Log in" })).toBeDisabled();
  await page.clock.runFor(90_000);
  await expect(page.getByRole("button", { name: "Log in" })).toBeEnabled();
});

test("logs in with a pasted code", async ({ page, account }) => {
  await page.goto("/login");
  await page.getByRole("tab", { name: "Code by text message" }).click();
  await page.getByLabel("Mobile number").fill("12");
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByLabel("Mobile number")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Mobile number").fill(`${account.mobile.slice(0, 5)} ${account.mobile.slice(5)}`);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByRole("button", { name: /New code in/ })).toBeDisabled();
  await expectAccessible(page);
  const code = await codeOf(page, account.mobile);
  const first = page.getByLabel("Digit 1 of 6");
  await first.focus();
  await first.evaluate((box, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, `Your code: ${code}`);
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
});

test("sets a forgotten password by a code", async ({ page, account }) => {
  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("Mobile number").fill(account.mobile);
  await page.getByRole("button", { name: "Send code" }).click();
  const code = await codeOf(page, account.mobile);
  await page.getByLabel("Digit 1 of 6").click();
  await page.keyboard.type(code);
  const password = `${newAccount().password} again`;
  await page.getByLabel("New password").fill("password");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByLabel("New password")).toHaveAccessibleDescription(/common/);
  await expectAccessible(page);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("heading", { name: "Your password has been changed" })).toBeVisible();
  await logIn(page, { ...account, password });
});

test("after the login the requested page opens", eachSize, async ({ page, account }) => {
  await page.goto("/settings/sessions");
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill(account.password);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL(/\/settings\/sessions$/);
  await page.goto("/login?next=https://elsewhere.example");
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
});
