import { authorization } from "./business";
import { caughtUp, expect, expectAccessible, expectNoSidewaysScroll, logIn, saved, test } from "./fixtures";
import { eachSize } from "./tags";

const demo = (username: string) => ({ username, password: "switchboard-demo-1", mobile: "" });

test("messages sent today appear live", async ({ console: page, account, request }) => {
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  await expect(page.getByText("Nothing sent yet")).toBeVisible();
  await expectAccessible(page);
  await caughtUp(page);
  const sent = await request.post("/v1/messages", {
    headers: { Authorization: `Bearer ${access_token}` },
    data: { channel: "in_app", to: account.username, body: "Seen as it happens" },
  });
  expect(sent.status()).toBe(202);
  const latest = page.getByRole("table", { name: "Latest messages" });
  await expect(latest).toContainText("Seen as it happens");
  await expect(latest).toContainText("Delivered");
  const today = page.getByRole("region", { name: "Today" });
  await expect(today).toContainText("Delivered1");
  const month = page.getByRole("figure").filter({ hasText: "Messages by day" });
  await expect(month).toContainText("1 message; the busiest day was");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("first steps stay hidden once they are hidden", eachSize, async ({ console: page }) => {
  const steps = page.getByRole("region", { name: "First steps" });
  await expect(steps).toBeVisible();
  await saved(page, () => steps.getByRole("button", { name: "Hide" }).click());
  await expect(steps).toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await expect(
    page.getByRole("table", { name: "Latest messages" }).or(page.getByText("Nothing sent yet")),
  ).toBeVisible();
  await expect(steps).toBeHidden();
});

test("items that need attention are shown with links", async ({ console: page, account, request }) => {
  const card = page.getByRole("region", { name: "Needs attention" });
  await expect(card).toContainText("Nothing needs your attention.");
  await expect(page.getByRole("region", { name: "Assistant" })).toContainText(
    /\d+\s?of \d+ questions left today/,
  );
  const own = await authorization(request, account);
  const admin = await authorization(request, demo("demo_admin"));
  await request.patch("/v1/credits/balance", { headers: own.headers, data: { low_balance_threshold: 5000 } });
  const stop = { sending_stopped: true, reason: "Complaints" };
  const stopped = await request.patch(`/v1/users/${own.id}`, { headers: admin.headers, data: stop });
  expect(stopped.status(), await stopped.text()).toBe(200);
  await page.reload();
  await expect(card.getByRole("listitem")).toHaveCount(2);
  await expect(card.getByRole("listitem").first()).toContainText("Your sending is stopped: Complaints");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await card.getByRole("link", { name: "Buy credits" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Credits" })).toBeVisible();
});

test("a reseller sees its clients", async ({ page }) => {
  await logIn(page, demo("demo_reseller"));
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("demo_business");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("an administrator sees the ledger audit and the queues", async ({ page }) => {
  await logIn(page, demo("demo_admin"));
  await expect(page.getByText("The ledger balances.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Queues" })).toContainText("whatsapp");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
