import { expect } from "@playwright/test";
import { authorization, PASSWORD } from "../business";
import { showFilters, test } from "../fixtures";
import { shoot } from "./shoot";

test("pictures of what moved", async ({ console: page, account, request }) => {
  const { headers } = await authorization(request, account);
  for (const count of [500, 2000]) {
    const bought = await request.post("/v1/credits/recharges", { headers, data: { credits: count } });
    expect(bought.status()).toBe(202);
  }
  await page.goto("/credits?list=recharges");
  await expect(page.getByRole("link", { name: "Pay" })).toHaveCount(2);
  await shoot(page, "credits-purchases");
  for (const data of [
    { channel: "whatsapp", to: "+15550001234", body: "Your table is ready." },
    { channel: "whatsapp", to: "+15550000026", body: "Your parcel is on its way." },
    { channel: "in_app", to: "alice", body: "See you at eight." },
  ]) {
    expect((await request.post("/v1/messages", { headers, data })).status()).toBe(202);
  }
  await page.goto("/credits");
  const statement = page.getByRole("table", { name: "Statement" });
  await expect(statement).toContainText("Refund");
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await shoot(page, "credits-paused");
  await page.getByRole("button", { name: "Show as table" }).click();
  await shoot(page, "credits-table");
  await page.goto("/messages");
  await page.getByRole("table").getByRole("link").first().waitFor();
  await showFilters(page);
  await page.getByLabel("Contact").fill("alice");
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(2);
  await shoot(page, "messages-filtered");
  await page.goto("/settings/profile");
  await page.getByLabel("First name").fill("Ada");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await shoot(page, "toast");
  const sessions = await (await request.get("/v1/sessions", { headers })).json();
  for (const { id, current } of sessions.data) {
    if (!current) await request.delete(`/v1/sessions/${id}`, { headers });
  }
  await page.getByLabel("Last name").fill("Half typed");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog", { name: "Your session has ended" })).toBeVisible();
  await shoot(page, "log-in-again");
});

test("pictures of keys, events, wallet and plan", async ({ console: page, account, request }) => {
  const { headers } = await authorization(request, account);
  for (const [name, path, text] of [
    ["keys-empty", "/keys", "No keys yet"],
    ["events-empty", "/events", "Waiting for events"],
    ["wallet-empty", "/wallet", "No transfers yet"],
    ["plan", "/plan", "You have the free plan."],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(text)).toBeVisible();
    await shoot(page, name);
  }
  await page.goto("/keys");
  for (const name of ["Accounting", "A server in the shop of Berlin, for confirmations"]) {
    await page.getByRole("button", { name: "Create a key" }).first().click();
    await page.getByRole("dialog").getByLabel("Name").fill(name);
    if (name === "Accounting") await shoot(page, "keys-new");
    await page.getByRole("dialog").getByRole("button", { name: "Create a key" }).click();
    await expect(page.getByRole("dialog", { name: "Store this key now" })).toBeVisible();
    if (name === "Accounting") await shoot(page, "keys-created");
    await page.getByRole("button", { name: "I have stored it" }).click();
  }
  await shoot(page, "keys");
  await page.getByRole("button", { name: "Revoke Accounting" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "keys-revoke");
  await page.goto("/events");
  await expect(page.locator("[data-connection=live]")).toBeAttached();
  for (const to of ["+15550000026", "+15550001234"]) {
    await request.post("/v1/messages", { headers, data: { channel: "whatsapp", to, body: "Your parcel" } });
  }
  await expect(page.getByText("message.failed")).toBeVisible();
  await expect(page.getByText("message.delivered")).toBeVisible();
  await shoot(page, "events");
  await page.getByText("message.failed").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "event");
  const bob = await authorization(request, { username: "bob", password: PASSWORD });
  for (const [amount, note] of [
    ["120.00", "Rent of the hall, with the deposit for the keys that you get back in May"],
    ["3.50", null],
  ]) {
    const data = { receiver: account.username, amount, note };
    expect((await request.post("/v1/transfers", { headers: bob.headers, data })).status()).toBe(201);
  }
  await request.post("/v1/transfers", { headers, data: { receiver: "alice", amount: "20", note: "Thanks" } });
  await page.goto("/wallet");
  await expect(page.getByRole("table", { name: "Transfers" })).toContainText("To alice");
  await shoot(page, "wallet");
  await page.getByRole("button", { name: "Send money" }).click();
  await page.getByLabel("Receiver").fill("alice");
  await page.getByLabel("Amount in USD").fill("10");
  await shoot(page, "wallet-send");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("dialog", { name: "Is this right?" })).toBeVisible();
  await shoot(page, "wallet-confirm");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "To alice" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Transfer" })).toBeVisible();
  await shoot(page, "transfer");
});
