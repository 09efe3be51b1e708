import { expect, expectAccessible, expectNoSidewaysScroll, logIn, newAccount, test } from "./fixtures";

test("the profile is changed, and a taken name is reported", async ({ console: page, request }) => {
  const other = newAccount();
  await request.post("/v1/auth/signup", { data: other });
  await page.goto("/settings/profile");
  await page.getByLabel("First name").fill("Ada");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Account: Ada" })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByLabel("Username").fill(other.username);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Username")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
});

test("changes the password", async ({ console: page, account }) => {
  await page.goto("/settings/password");
  await page.getByLabel("Current password").fill("not the one");
  const next = `${newAccount().password} next`;
  await page.getByLabel("New password").fill(next);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(
    "This is not your current password.",
  );
  await expectAccessible(page);
  await page.getByLabel("Current password").fill(account.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(
    page.getByText("Password changed. All other sessions have ended.", { exact: true }),
  ).toBeVisible();
  await page.context().clearCookies();
  await logIn(page, { ...account, password: next });
});

test("ends other sessions after asking", async ({ console: page, account, request }) => {
  await request.post("/v1/auth/token", { data: account });
  await request.post("/v1/auth/token", { data: account });
  await page.goto("/settings/sessions");
  await expect(page.getByText("This one")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(page.getByRole("dialog")).toContainText("2 other sessions are logged out at once.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "End 2 sessions" }).click();
  await expect(page.getByText("Session ended", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "End all others" })).toBeHidden();
  await expect(page.getByText("This one")).toBeVisible();
});

test("the theme is kept after a reload, from the first paint on", async ({ console: page }) => {
  await page.goto("/settings/appearance");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeAttached();
  await expectAccessible(page);
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  // The browser's own bar has the colour of the theme, whatever the system's is.
  const color = (scheme: string) => page.locator(`meta[name=theme-color][data-scheme=${scheme}]`);
  await expect(color("dark")).toHaveAttribute("media", "all");
  await expect(color("light")).toHaveAttribute("media", "not all");
  await page.getByText("System", { exact: true }).click();
  await expect(color("light")).toHaveAttribute("media", "(prefers-color-scheme: light)");
});
