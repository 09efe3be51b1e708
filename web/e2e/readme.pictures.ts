import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type APIRequestContext, expect, type Page, test as plain } from "@playwright/test";
import { logIn, newAccount, test } from "./fixtures";

/**
 * The pictures of the README, from a running `make run`: `scripts/web pictures`. All content is created through the
 * interface by a new user, so that they can be taken again at any time.
 */
const folder = fileURLToPath(new URL("../../docs/images/", import.meta.url));
mkdirSync(folder, { recursive: true });

const QUALITY = 70;

/** WebP, written by Chromium: a third of a PNG's size. */
async function take(page: Page, name: string, height: number): Promise<void> {
  await page.setViewportSize({ width: 1200, height });
  await expect(page.locator(".animate-skeleton")).toHaveCount(0);
  await page.mouse.move(0, 0);
  const cdp = await page.context().newCDPSession(page);
  const { data } = await cdp.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  const theme = plain.info().project.name.replace("picture-", "");
  writeFileSync(`${folder}${name}-${theme}.webp`, Buffer.from(data, "base64"));
}

async function asUser(request: APIRequestContext, credentials: { username: string; password: string }) {
  const { access_token } = await (await request.post("/v1/auth/token", { data: credentials })).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  return {
    headers,
    send: async (channel: string, to: string, body: string, send_at?: Date) => {
      const sent = await request.post("/v1/messages", { headers, data: { channel, to, body, send_at } });
      expect(sent.status(), await sent.text()).toBe(202);
      return (await sent.json()).message as { id: string };
    },
  };
}

const phones = ["+15550100011", "+15550100024", "+15550100037", "+15550100042"];
const texts = [
  "Your table for two is ready.",
  "Your parcel arrives between 9 and 11.",
  "The appointment on Friday is confirmed.",
  "Thank you! Your order is on its way.",
];

async function buy(page: Page, credits: string): Promise<void> {
  await page.goto("/credits");
  await page.getByRole("button", { name: "Buy credits" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Credits").fill(credits);
  await dialog.getByRole("button", { name: "Continue to payment" }).click();
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page.getByText(`${credits} credits are in your account`)).toBeVisible();
}

test.use({ paysElsewhere: true });

test("pictures of the README", async ({ page, request }) => {
  const account = newAccount();
  await request.post("/v1/auth/signup", { data: account });
  const maya = await asUser(request, account);
  const bob = await asUser(request, { username: "bob", password: "switchboard-demo-1" });
  const headers = maya.headers;
  await request.patch("/v1/me", { headers, data: { first_name: "Maya", last_name: "Chen" } });
  await request.patch("/v1/me/preferences", { headers, data: { first_steps_hidden: true } });
  const some = async (count: number) => {
    for (let at = 0; at < count; at += 1) {
      const text = texts[at % texts.length] ?? "";
      await maya.send("whatsapp", phones[at % phones.length] ?? "", text);
    }
  };
  await some(9);
  await logIn(page, account);
  await buy(page, "20");
  await some(14);
  const inApp = await maya.send("in_app", "bob", "Shall we meet at eight?");
  await maya.send("whatsapp", "+15550000026", "Your table for two is ready.");
  await maya.send("whatsapp", phones[1] ?? "", "See you tomorrow!", new Date(Date.now() + 86_400_000));
  await expect
    .poll(async () =>
      (await request.post(`/v1/messages/${inApp.id}/read`, { headers: bob.headers })).status(),
    )
    .toBe(200);
  const last = await maya.send("whatsapp", phones[0] ?? "", texts[0] ?? "");
  await page.goto("/");
  const latest = page.getByRole("table", { name: "Latest messages" });
  await expect(latest.getByText("Failed")).toBeVisible();
  await expect(latest.getByText("Delivered").first()).toBeVisible();
  await expect(latest.getByText("Queued")).toHaveCount(0);
  await expect(latest.getByText("Sent", { exact: true })).toHaveCount(0);
  const chart = page.getByRole("figure").filter({ hasText: "Messages by day" });
  await expect(chart.locator("canvas")).toBeVisible();
  await take(page, "home", 1434);

  await page.goto("/messages/new");
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await page.getByLabel("To", { exact: true }).fill(phones[2] ?? "");
  const quoted = page.waitForResponse("**/v1/messages?dry_run=true");
  await page.locator("textarea[name=text]").fill(`Hello! ${texts[2]}\nReply to move it.`);
  await quoted;
  await page.locator("textarea[name=text]").blur();
  await take(page, "compose", 760);

  await page.goto(`/messages/${last.id}`);
  await expect(page.getByText("It succeeded", { exact: false })).toBeVisible();
  await take(page, "message", 760);
});
