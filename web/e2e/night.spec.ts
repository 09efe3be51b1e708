import type { APIRequestContext, Page } from "@playwright/test";
import { authorization, buyCredits, newBusinessOwner, newPhone, PASSWORD, simulator } from "./business";
import { type Account, expect, expectAccessible, expectNoSidewaysScroll, logIn, test } from "./fixtures";
import { sendByApi } from "./messages";
import { eachSize } from "./tags";

const admin: Account = { username: "demo_admin", password: PASSWORD, mobile: "" };
const UNREACHABLE = "+15550000026";

test("an administrator's bad night", eachSize, async ({ page, request }) => {
  // Four accounts have trouble at once.
  const restaurant = await newBusinessOwner(request);
  const number = newPhone().slice(1);
  await connect(request, restaurant, number, `simulator-token-${number}`);
  await revokeToken(request, number);
  await sendByApi(request, restaurant, { channel: "whatsapp", to: newPhone(), body: "Your table is ready." });
  const florist = await newBusinessOwner(request);
  await buyCredits(request, florist, "pay_later", "fail");
  await buyCredits(request, florist, "pay", "dispute");
  const spammer = await newBusinessOwner(request);
  await sendByApi(request, spammer, { channel: "in_app", to: "alice", body: "You have won a prize!" });
  const courier = await newBusinessOwner(request);
  for (const parcel of [1, 2, 3]) {
    await sendByApi(request, courier, { channel: "whatsapp", to: UNREACHABLE, body: `Parcel ${parcel}` });
  }

  await logIn(page, admin);
  await test.step("the overview names each of them", async () => {
    await page.goto("/admin");
    const list = page.getByRole("list", { name: "Needs attention" });
    await expect(list).toContainText(new RegExp(`Calls to \\S*${number} are stopped`));
    await expect(list).toContainText(/accounts? cannot buy after a returned or disputed payment/);
    await expect(list).toContainText(/payments? failed in the last day/);
    await expect(list).toContainText(/WhatsApp message, recipient_unreachable/);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await list.getByRole("listitem").filter({ hasText: number }).getByRole("link", { name: "Open" }).click();
  });

  await test.step("the stopped channel resumes with a new token", async () => {
    const throttle = page.getByRole("table", { name: "Provider throttles" }).getByRole("row").filter({
      hasText: number,
    });
    await expect(throttle).toContainText("Stopped");
    await expect(page.getByRole("table", { name: "Failures of the last hour" })).toContainText(
      "recipient_unreachable",
    );
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await connect(request, restaurant, number, "rotated-token");
    await expect(throttle).toContainText("Open");
  });

  await test.step("the florist may buy again once the dispute is settled", async () => {
    await page.goto(`/admin/payments?status=blocking&user=${florist.username}`);
    const payments = page.getByRole("table", { name: "Payments" });
    const disputed = payments.getByRole("row").filter({ hasText: "Blocks purchases" });
    await expect(payments.getByRole("row")).toHaveCount(2);
    await expectAccessible(page);
    await disputed.getByRole("button", { name: "Clear purchase block" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Clear purchase block" }).click();
    await expect(page.getByText("The purchase block is cleared", { exact: true })).toBeVisible();
    await expect(page.getByText("Nothing matches")).toBeVisible();
    await page.goto(`/admin/payments?status=failed&user=${florist.username}`);
    await expect(payments.getByRole("row").filter({ hasText: "Failed" })).toContainText("40 credits");
  });

  await test.step("the spammer is read and suspended", async () => {
    await openUser(page, spammer);
    await page.getByRole("tab", { name: "Messages" }).click();
    await expect(page.getByRole("table", { name: "Messages" })).toContainText("You have won a prize!");
    await page.getByRole("button", { name: "Suspend" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
    await expect(page.getByText("it cannot log in", { exact: false })).toBeVisible();
    expect((await request.post("/v1/auth/token", { data: spammer })).status()).not.toBe(200);
  });

  await test.step("the courier's failed messages are retried at once", async () => {
    await openUser(page, courier);
    await page.getByRole("tab", { name: "Jobs" }).click();
    await page.getByRole("button", { name: "Retry failed (3)" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("3 jobs match.");
    await dialog.getByRole("button", { name: "Retry 3 jobs" }).click();
    await expect(dialog.getByRole("heading", { name: "Jobs were retried" })).toBeVisible();
    await expect(dialog.getByRole("definition").first()).toHaveText("3");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Close" }).last().click();
  });

  await test.step("the audit log has the whole night", async () => {
    const id = async ({ username }: Account) =>
      (await (await request.get(`/v1/users?q=${username}`, await asAdmin(request))).json()).data[0].id;
    for (const [account, action] of [
      [florist, "recharge_block.cleared"],
      [spammer, "user.suspended"],
      [courier, "jobs.bulk_retried"],
    ] as const) {
      await page.goto(`/admin/audit?subject=${await id(account)}&action=${action}`);
      await expect(page.getByRole("button", { name: `Show ${action}` })).toHaveCount(1);
    }
  });
});

async function asAdmin(request: APIRequestContext) {
  const { headers } = await authorization(request, admin);
  return { headers };
}

async function openUser(page: Page, { username }: Account): Promise<void> {
  await page.goto(`/admin/users?q=${username}`);
  await page.getByRole("link", { name: username }).click();
  await expect(page.getByRole("heading", { level: 1, name: username })).toBeVisible();
}

/** Connects an account's own WhatsApp number by a token, which becomes the valid one. */
async function connect(request: APIRequestContext, account: Account, number: string, token: string) {
  const registered = await request.put(simulator(`/simulator/whatsapp/numbers/${number}`), {
    data: { access_token: token },
  });
  expect(registered.ok(), await registered.text()).toBe(true);
  const { headers } = await authorization(request, account);
  const connected = await request.put("/v1/channels/whatsapp", {
    headers: { ...headers, Prefer: "wait=20" },
    data: { phone_number_id: number, access_token: token },
  });
  expect(connected.status(), await connected.text()).toBe(202);
}

async function revokeToken(request: APIRequestContext, number: string) {
  const revoked = await request.delete(simulator(`/simulator/whatsapp/numbers/${number}`));
  expect(revoked.ok(), await revoked.text()).toBe(true);
}
