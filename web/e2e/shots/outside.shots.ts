import { expect } from "@playwright/test";
import { test } from "../fixtures";
import { shoot } from "./shoot";

const outside: [string, string][] = [
  ["login", "/login"],
  ["signup", "/signup"],
  ["forgot", "/forgot"],
];

for (const [name, path] of outside) {
  test(`picture of ${name}`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await shoot(page, name);
  });
}

test("picture of login by code", async ({ page, account }) => {
  await page.goto("/login");
  await page.getByRole("tab", { name: "Code by text message" }).click();
  await page.getByLabel("Mobile number").fill(account.mobile);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByLabel("Digit 1 of 6")).toBeFocused();
  await page.keyboard.type("123");
  await shoot(page, "login-code");
});

test("pictures of what is refused outside", async ({ page, account }) => {
  await page.goto("/signup");
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill("short");
  await page.getByLabel("Mobile number").fill("12");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await shoot(page, "signup-errors");
  await page.goto("/login");
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill("wrong password here");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await shoot(page, "login-wrong");
  await page.goto("/forgot");
  await page.getByLabel("Mobile number").fill(account.mobile);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByLabel("New password")).toBeVisible();
  await shoot(page, "forgot-code");
});
