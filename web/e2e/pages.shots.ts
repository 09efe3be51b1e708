import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test as plain } from "@playwright/test";
import { test } from "./fixtures";

const folder = process.env.SCREENSHOTS ?? join(tmpdir(), "switchboard-screenshots");
mkdirSync(folder, { recursive: true });

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState("load");
  await expect(page.locator(".animate-skeleton")).toHaveCount(0);
  await page.screenshot({
    path: join(folder, `${name}-${plain.info().project.name}.png`),
    animations: "disabled",
  });
}

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

// Add each page of the console here: its name and its address.
const inside: [string, string][] = [
  ["home", "/"],
  ["settings-profile", "/settings/profile"],
  ["settings-password", "/settings/password"],
  ["settings-sessions", "/settings/sessions"],
  ["settings-appearance", "/settings/appearance"],
  ["not-found", "/nowhere"],
];

test("pictures of the pages inside", async ({ console: page, account, request }) => {
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  for (const body of ["Your table is ready.", "See you at eight.", "Thank you!"]) {
    await request.post("/v1/messages", {
      headers: { Authorization: `Bearer ${access_token}` },
      data: { channel: "in_app", to: "alice", body },
    });
  }
  for (const [name, path] of inside) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[data-connection=live]")).toBeAttached();
    await shoot(page, name);
  }
  await page.goto("/");
  await page.getByRole("button", { name: "Search or jump to…" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "palette");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Account/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await shoot(page, "account-menu");
});
