import type { APIRequestContext } from "@playwright/test";
import { authorization, newReseller, PASSWORD } from "./business";
import {
  type Account,
  caughtUp,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  newAccount,
  test,
} from "./fixtures";
import { eachSize } from "./tags";
import { fails } from "./vitals";

/** The client spends all credits, and the last message is processed. */
async function spend(request: APIRequestContext, client: Account, messages: number) {
  const { headers } = await authorization(request, client);
  for (let number = 0; number < messages; number += 1) {
    const data = { channel: "in_app", to: client.username, body: `Message ${number}` };
    expect((await request.post("/v1/messages", { headers, data })).status()).toBe(202);
  }
}

test("a reseller's day: a new client gets credits, spends some, returns the rest, and is suspended", async ({
  page,
  request,
}) => {
  const reseller = await newReseller(request);
  const client = newAccount();
  await logIn(page, reseller);
  await page.goto("/clients");
  await expect(page.getByText("No clients yet")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "New client" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Username").fill(reseller.username);
  await dialog.getByRole("textbox", { name: "Password" }).fill(client.password);
  await dialog.getByLabel("Business name").fill("Café Luna");
  await dialog.getByRole("button", { name: "New client" }).click();
  await expect(dialog.getByLabel("Username")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await dialog.getByLabel("Username").fill(client.username);
  await dialog.getByRole("button", { name: "New client" }).click();
  await expect(page.getByRole("heading", { level: 1, name: client.username })).toBeFocused();
  await expect(page.getByText("Nothing was sent in the last 30 days.")).toBeVisible();
  await caughtUp(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "Give credits" }).click();
  await expect(dialog).toContainText("You have 1,000 credits to give.");
  await dialog.getByLabel("Credits").fill("5000");
  await dialog.getByRole("button", { name: "Give credits" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Credits").fill("300");
  await dialog.getByLabel("Note").fill("For March");
  await dialog.getByRole("button", { name: "Give credits" }).click();
  const credits = page.getByRole("region", { name: "Credits", exact: true });
  await expect(credits).toContainText("Balance300");
  const distributions = page.getByRole("table", { name: "Distributions" });
  await expect(distributions.getByRole("row", { name: /300 given/ })).toContainText("Succeeded");
  await expect(page.locator("header").getByText("700", { exact: true })).toBeVisible();

  await spend(request, client, 3);
  await page.reload();
  const usage = page.getByRole("figure").filter({ hasText: "Credits by day" });
  await expect(usage).toContainText("3 credits for 3 messages; 0 refunded.");
  await expect(usage.locator("canvas")).toBeVisible();
  await usage.getByRole("button", { name: "Show as table" }).click();
  await expect(usage.getByRole("table")).toContainText("3");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Take back" }).click();
  await expect(dialog).toContainText("At most 297");
  await dialog.getByRole("button", { name: "All of it" }).click();
  await dialog.getByRole("button", { name: "Take back" }).click();
  await expect(credits).toContainText("Balance0");
  await expect(distributions.getByRole("row", { name: /297 taken back/ })).toContainText("Succeeded");

  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(dialog).toContainText("its keys stop");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByText("This client is suspended", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "Give credits" })).toHaveCount(0);
  const login = await request.post("/v1/auth/token", { data: client });
  expect(login.status()).not.toBe(200);
  await page.getByRole("button", { name: "Reactivate" }).click();
  await expect(page.getByRole("button", { name: "Give credits" })).toBeVisible();

  await page.getByRole("link", { name: "Clients" }).and(page.locator("main *")).click();
  await expect(page.getByRole("heading", { level: 1, name: "Clients" })).toBeFocused();
  const row = page.getByRole("table", { name: "Clients" }).getByRole("row", { name: client.username });
  await expect(row).toContainText("Active");
  await page.getByLabel("Name, e-mail or number").fill("somebody-else");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await expect(page).toHaveURL(/q=somebody-else/);
});

test("credits are distributed by a file: errors by row, all or nothing", async ({ page, request }) => {
  const clients = [newAccount(), newAccount(), newAccount()];
  const [first, second, third] = clients.map(({ username }) => username);
  const reseller = await newReseller(request, 1000, clients);
  await logIn(page, reseller);
  await page.goto("/clients/distribute");
  await expect(page.getByText("The rows appear here")).toBeVisible();
  const file = (text: string) =>
    page.locator("input[type=file]").setInputFiles({
      name: "march.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(text),
    });
  await file(
    `username;credits;note\n${first};500;"March; paid"\n${second};ten;\nnobody-at-all;5;\n${first};1;\n`,
  );
  const rows = page.getByRole("table", { name: "Rows" });
  await expect(rows.getByRole("row", { name: /March; paid/ })).toContainText("Ready");
  await expect(rows).toContainText("Credits must be a whole number from 1.");
  await expect(rows).toContainText("You have no client with this name.");
  await expect(rows).toContainText("This client is in row 2 already.");
  await expect(page.getByText("500 credits to 1 client")).toBeVisible();
  await expect(page.getByText("3 rows have errors.")).toBeVisible();
  const send = page.getByRole("button", { name: /^Distribute .* credits$/ });
  await expect(send).toBeDisabled();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Leave out 3 rows" }).click();
  await expect(rows.getByRole("row")).toHaveCount(2);
  await expect(send).toBeEnabled();

  const text = page.getByLabel("Or paste the rows");
  await text.fill(`${first},600\n${second},600`);
  await expect(page.getByText("You are 200 credits short.")).toBeVisible();
  await expect(send).toBeDisabled();
  await text.fill(`${first},100,One\n${second},200,Two\n${third},300,Three`);
  await expect(page.getByText("600 credits to 3 clients")).toBeVisible();
  await expect(page.getByText("400 left afterwards")).toBeVisible();
  // The response is lost: sent again, the credits move once.
  await page.route("**/v1/credit-distributions/bulk", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await send.click();
  await expect(page.getByRole("alert")).toContainText("the credits move once only");
  await page.unroute("**/v1/credit-distributions/bulk");
  await send.click();
  await expect(page.getByText("600 credits went to 3 clients")).toBeVisible();
  await page.getByRole("link", { name: "Show the distributions" }).click();
  const list = page.getByRole("table", { name: "Distributions" });
  await expect(list.getByRole("row", { name: /300 given/ })).toContainText(third ?? "");
  await expect(list.getByRole("row")).toHaveCount(4);
  await expect(page.locator("header").getByText("400", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test(
  "new clients appear, rows are reached by keyboard, and errors can be retried",
  eachSize,
  async ({ page, request }) => {
    const client = newAccount();
    const reseller = await newReseller(request, 1000, [client]);
    const { id, headers } = await authorization(request, reseller);
    const owner = await authorization(request, client);
    await logIn(page, reseller);
    await fails(page, "/clients", `**/v1/resellers/${id}/business-owners?**`, page.getByRole("table"));
    const row = page.getByRole("table", { name: "Clients" }).getByRole("row", { name: client.username });
    await caughtUp(page);
    // Distributed by another tab or program.
    const data = { business_owner_id: owner.id, credits: 40 };
    expect((await request.post("/v1/credit-distributions", { headers, data })).status()).toBe(202);
    await expect(row).toContainText("40");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: client.username })).toBeFocused();
    await fails(
      page,
      `/clients/${owner.id}`,
      `**/v1/business-owners/${owner.id}/credit-stats`,
      page.locator("#content").getByText("Balance", { exact: true }),
    );
    await page.goto("/clients/usr_01kahx0m5te7nb7s0q4d8v2c3f");
    await expect(page.getByRole("heading", { level: 1, name: "Client not found" })).toBeVisible();
  },
);

test(
  "a reseller reads a client's statement, jobs and messages, but no texts",
  eachSize,
  async ({ page, request }) => {
    const client = newAccount();
    const reseller = await newReseller(request, 1000, [client]);
    const { headers } = await authorization(request, reseller);
    const owner = await authorization(request, client);
    const data = { business_owner_id: owner.id, credits: 40 };
    const given = await request.post("/v1/credit-distributions", {
      headers: { ...headers, Prefer: "wait=20" },
      data,
    });
    expect(given.status(), await given.text()).toBe(202);
    const message = { channel: "in_app", to: "alice", body: "The safe opens with 4711." };
    const sent = await request.post("/v1/messages", { headers: owner.headers, data: message });
    expect(sent.status(), await sent.text()).toBe(202);
    await logIn(page, reseller);
    await page.goto(`/clients/${owner.id}`);
    await page.getByRole("tab", { name: "Statement" }).click();
    await expect(page).toHaveURL(/tab=statement/);
    await expect(page.getByRole("table", { name: "Statement" })).toContainText("+40");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("tab", { name: "Messages" }).click();
    const messages = page.getByRole("table", { name: "Messages" });
    await expect(messages.getByRole("row", { name: /alice/ })).toBeVisible();
    await expect(page.getByText("4711")).toHaveCount(0);
    await expectAccessible(page);
    await fails(
      page,
      `/clients/${owner.id}?tab=jobs`,
      "**/v1/jobs?**",
      page.getByRole("link", { name: "In-app message" }),
    );
    await page.getByRole("link", { name: "In-app message" }).click();
    await expect(page.getByRole("img", { name: "This one: Succeeded" })).toBeVisible();
    await page.getByRole("link", { name: "The account" }).click();
    await expect(page.getByRole("heading", { level: 1, name: client.username })).toBeVisible();
    await page.getByRole("button", { name: "Suspend" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
    await expect(page.getByText("This client is suspended", { exact: false })).toBeVisible();
  },
);

test("an admin chooses a reseller; others have no clients", eachSize, async ({ page, request, account }) => {
  const client = newAccount();
  const reseller = await newReseller(request, 10, [client]);
  await logIn(page, { username: "demo_admin", password: PASSWORD, mobile: "" });
  await page.goto("/clients");
  await page.getByRole("table", { name: "Resellers" }).getByRole("link", { name: reseller.username }).click();
  await page.getByRole("table", { name: "Clients" }).getByRole("link", { name: client.username }).click();
  await expect(page.getByRole("heading", { level: 1, name: client.username })).toBeVisible();
  // Only a reseller moves its credits.
  await expect(page.getByRole("button", { name: "Suspend" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Give credits" })).toHaveCount(0);
  await page.goto("/clients/distribute");
  await expect(page.getByRole("heading", { level: 1, name: "Not for your role" })).toBeVisible();
  await page.context().clearCookies();
  await logIn(page, account);
  await page.goto("/clients");
  await expect(page.getByRole("heading", { level: 1, name: "Not for your role" })).toBeVisible();
});
