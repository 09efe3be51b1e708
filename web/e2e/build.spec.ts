import { authorization } from "./business";
import { caughtUp, expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { eachSize } from "./tags";
import { fails } from "./vitals";

test("a key is created, shown once, limited to its scopes and revoked", async ({
  console: page,
  request,
}) => {
  await page.goto("/keys");
  await expect(page.getByText("No keys yet")).toBeVisible();
  await page.getByRole("button", { name: "Create a key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create a key" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAccessibleDescription(/Give the key a name/);
  await dialog.getByLabel("Name").fill("Shop server");
  for (const scope of ["Read", "Send"]) await dialog.getByRole("checkbox", { name: scope }).uncheck();
  await dialog.getByRole("button", { name: "Create a key" }).click();
  await expect(dialog.getByText("Choose at least one scope.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("checkbox", { name: "Read" }).check();
  await dialog.getByRole("button", { name: "Create a key" }).click();

  await expect(page.getByRole("dialog", { name: "Store this key now" })).toBeVisible();
  await expectAccessible(page);
  // Neither a press outside nor Escape may close it.
  await page.keyboard.press("Escape");
  const key = await page.getByTestId("key").innerText();
  expect(key).toMatch(/^swb_[0-9a-f]{72}$/);
  const headers = { Authorization: `Bearer ${key}` };
  expect((await request.get("/v1/me", { headers })).status()).toBe(200);
  const sent = await request.post("/v1/messages", {
    headers,
    data: { channel: "in_app", to: "alice", body: "?" },
  });
  expect(sent.status()).toBe(403);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("Shop-server.key");
  await page.getByRole("button", { name: "I have stored it" }).click();

  await page.reload();
  const row = page.getByRole("table", { name: "API keys" }).getByRole("row", { name: /Shop server/ });
  await expect(row).toContainText(key.slice(0, 12));
  await expect(row).not.toContainText("Never");
  await expect(page.getByText(key)).toHaveCount(0);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.keyboard.press("j");
  await expect(page.locator("[data-row-link]")).toBeFocused();

  await row.getByRole("button", { name: "Revoke Shop server" }).click();
  await expect(page.getByRole("dialog")).toContainText("The next request with this key is refused");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("No keys yet")).toBeVisible();
  expect((await request.get("/v1/me", { headers })).status()).toBe(401);
});

test("events arrive, are filtered, paused, and link to their objects", async ({
  console: page,
  account,
  request,
}) => {
  const { headers } = await authorization(request, account);
  const send = async () => {
    const data = { channel: "in_app", to: "alice", body: "Seen in the log" };
    expect((await request.post("/v1/messages", { headers, data })).status()).toBe(202);
  };
  await page.goto("/events");
  await expect(page.getByText("Waiting for events")).toBeVisible();
  await caughtUp(page);
  await send();
  const table = page.getByRole("table", { name: "Events" });
  await expect(table).toContainText("job.succeeded");
  await expect(table).toContainText("credits.balance_changed");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByLabel("Filter").selectOption("Messages");
  await expect(page).toHaveURL(/family=message/);
  await expect(table).not.toContainText("job.succeeded");
  await expect(table.getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Pause" }).click();
  await send();
  await expect(page.getByText("Paused · 2 new")).toBeVisible();
  await expect(table.getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(table.getByRole("row")).toHaveCount(5);

  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /^message\./ });
  await expect(dialog).toContainText('"channel": "in_app"');
  await expect(dialog).toContainText("/v1/events/stream?types=message.*");
  await expect(dialog).toContainText("Last-Event-ID: ");
  await expectAccessible(page);
  await dialog.getByRole("link", { name: "Open the message" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Message to alice" })).toBeVisible();

  // The log has events from before the page was opened, oldest first.
  await page.goto("/events?view=log");
  await expect(table.getByRole("row").nth(1)).toContainText("credits.balance_changed");
  await page.getByLabel("Filter").selectOption("Channels");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await expectAccessible(page);
});

test(
  "keys and events show an error while they can't be loaded, and recover",
  eachSize,
  async ({ console: page }) => {
    await fails(page, "/keys", "**/v1/api-keys?**", page.getByText("No keys yet"));
    await fails(page, "/events?view=log", "**/v1/events?**", page.getByRole("table", { name: "Events" }));
  },
);
