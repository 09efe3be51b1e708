import { expect } from "@playwright/test";
import { logIn, test } from "../fixtures";
import { shoot } from "./shoot";

// Add each page of the console here: its name and its address.
const inside: [string, string][] = [
  ["home", "/"],
  ["credits", "/credits"],
  ["checkout-cancelled", "/checkout/cancelled"],
  ["settings-profile", "/settings/profile"],
  ["settings-password", "/settings/password"],
  ["settings-sessions", "/settings/sessions"],
  ["settings-appearance", "/settings/appearance"],
  ["not-found", "/nowhere"],
  ["not-yours", "/inbox"],
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

for (const username of ["demo_admin", "demo_reseller", "demo_business"]) {
  test(`picture of Home of ${username}`, async ({ page }) => {
    await logIn(page, { username, password: "switchboard-demo-1", mobile: "" });
    await expect(page.locator("[data-connection=live]")).toBeAttached();
    await shoot(page, `home-${username}`);
  });
}
