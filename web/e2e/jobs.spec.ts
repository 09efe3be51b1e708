import type { APIRequestContext } from "@playwright/test";
import { authorization } from "./business";
import {
  type Account,
  caughtUp,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  showFilters,
  test,
} from "./fixtures";
import { eachSize } from "./tags";
import { fails } from "./vitals";

// The simulator refuses this number, and confirms the other.
const REFUSED = "+15550000026";
const REACHED = "+15550001234";
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

async function send(request: APIRequestContext, account: Account, ...messages: object[]): Promise<string[]> {
  const { headers } = await authorization(request, account);
  const jobs: string[] = [];
  for (const message of messages) {
    const data = { channel: "whatsapp", body: "Your table is ready.", ...message };
    const sent = await request.post("/v1/messages", { headers, data });
    expect(sent.status(), await sent.text()).toBe(202);
    jobs.push((await sent.json()).job.id);
  }
  return jobs;
}

test("jobs appear by themselves, those that failed are retried and those that wait cancelled", async ({
  console: page,
  account,
  request,
}) => {
  await page.goto("/jobs");
  await expect(page.getByText("No jobs yet")).toBeVisible();
  await caughtUp(page);
  await expectAccessible(page);
  await send(request, account, { to: REFUSED });
  const table = page.getByRole("table", { name: "Jobs" });
  const failed = table.getByRole("row").filter({ hasText: "Failed" });
  const waiting = table.getByRole("row").filter({ hasText: "Queued" });
  await expect(failed).toContainText("1 of");
  // What an empty list shows by itself, a list with rows announces.
  await send(request, account, { to: REACHED, send_at: tomorrow() });
  await page.getByRole("button", { name: /1 new/ }).click();
  await expect(waiting).toBeVisible();

  // The keyboard reaches a row and selects it.
  await page.getByRole("tab", { name: "Failed" }).click();
  await expect(page).toHaveURL(/state=failed/);
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("j");
  await expect(table.getByRole("link")).toBeFocused();
  await page.keyboard.press("x");
  const selection = page.getByRole("region", { name: "Selection" });
  await expect(selection).toContainText("1 job selected");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await selection.getByRole("button", { name: "Retry 1" }).click();
  const dialog = page.getByRole("dialog", { name: "Retry 1 job?" });
  await expect(dialog).toContainText("at today's price");
  await dialog.getByRole("button", { name: "Retry 1 job" }).click();
  await expect(page.getByText("1 job retried", { exact: true })).toBeVisible();
  await page.getByRole("tab", { name: "All" }).click();
  await expect(failed).toHaveCount(2);

  await page.getByRole("tab", { name: "Queued" }).click();
  await table.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Cancel 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel 1 job" }).click();
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await expect(table.getByRole("row").filter({ hasText: "Cancelled" })).toBeVisible();
  await expect(page).toHaveURL(/\/jobs$/);
  await expectAccessible(page);
});

test("a job shows its state, attempts and ids, and follows its events", async ({
  console: page,
  account,
  request,
}) => {
  const [failed = "", later = ""] = await send(
    request,
    account,
    { to: REFUSED },
    { to: REACHED, send_at: tomorrow() },
  );
  await page.goto(`/jobs/${failed}`);
  await expect(page.getByRole("heading", { level: 1, name: "WhatsApp message" })).toBeVisible();
  await expect(page.getByRole("img", { name: "This one: Failed" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Attempts" })).toContainText("recipient_unreachable");
  await expect(page.getByRole("region", { name: "Details" })).toContainText(failed);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Retry" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Retry" }).click();
  await page.getByRole("link", { name: "the first job" }).click();
  await expect(page).toHaveURL(new RegExp(failed));

  await page.goto(`/jobs/${later}`);
  await expect(page.getByRole("img", { name: "This one: Queued" })).toBeVisible();
  await expect(page.getByText("It has not been tried yet.")).toBeVisible();
  await caughtUp(page);
  const { headers } = await authorization(request, account);
  expect((await request.post(`/v1/jobs/${later}/cancel`, { headers })).status()).toBe(200);
  await expect(page.getByRole("img", { name: "This one: Cancelled" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel job" })).toBeHidden();
});

test(
  "jobs are filtered by the address, and say when they can't be loaded",
  eachSize,
  async ({ console: page, account, request }) => {
    await send(request, account, { channel: "in_app", to: "alice" });
    const table = page.getByRole("table", { name: "Jobs" });
    await fails(page, "/jobs", "**/v1/jobs?**", table.getByRole("link", { name: "In-app message" }));
    await showFilters(page);
    await page.getByLabel("Kind").selectOption("WhatsApp message");
    await expect(page).toHaveURL(/kind=whatsapp.deliver/);
    await page.reload();
    await expect(page.getByText("Nothing matches")).toBeVisible();
    await page.goto("/jobs");
    await caughtUp(page);
    await send(request, account, { channel: "in_app", to: "alice" });
    await page.getByRole("button", { name: /1 new/ }).click();
    await expect(table.getByRole("link", { name: "In-app message" })).toHaveCount(2);
    await page.goto("/jobs/job_01kahx0m5te7nb7s0q4d8v2c3f");
    await expect(page.getByRole("heading", { level: 1, name: "Job not found" })).toBeVisible();
  },
);

test(
  "all failed jobs are retried by one job, once their number at that moment is confirmed",
  eachSize,
  async ({ console: page, account, request }) => {
    await send(request, account, { to: REFUSED }, { to: REFUSED });
    await page.goto("/jobs?state=failed");
    const table = page.getByRole("table", { name: "Jobs" });
    await expect(page.getByRole("tab", { name: "Failed" })).toContainText("2");
    await page.getByRole("button", { name: "Retry failed (2)" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("2 jobs match.");
    await expectAccessible(page);
    // Another one fails meanwhile: the number that was confirmed is no longer true.
    const [third] = await send(request, account, { to: REFUSED });
    const { headers } = await authorization(request, account);
    const stateOf = async () => (await (await request.get(`/v1/jobs/${third}`, { headers })).json()).state;
    await expect.poll(stateOf).toBe("failed");
    await page.route("**/v1/jobs/bulk", async (route) => {
      const body = { ...route.request().postDataJSON(), as_of: new Date().toISOString() };
      await route.continue({ postData: body });
    });
    await dialog.getByRole("button", { name: "Retry 2 jobs" }).click();
    await expect(dialog.getByRole("alert")).toContainText("3 jobs match now, and 2 were expected");
    await page.unroute("**/v1/jobs/bulk");
    await dialog.getByRole("button", { name: "Retry 3 jobs" }).click();
    await expect(dialog.getByRole("heading", { name: "Jobs were retried" })).toBeVisible();
    await expect(dialog.getByRole("definition").first()).toHaveText("3");
    await expectAccessible(page);
    await dialog.getByRole("link", { name: "Open the job of this action" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Bulk action" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Result" })).toContainText("Done");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    // The retries failed as well.
    await page.goto("/jobs?state=failed");
    await expect(table.getByRole("row")).toHaveCount(7);
  },
);
