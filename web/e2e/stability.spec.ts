import type { APIRequestContext, Page } from "@playwright/test";
import { authorization, newBusinessOwner, newReseller } from "./business";
import { type Account, expect, logIn, newAccount, test } from "./fixtures";
import { eachSize } from "./tags";
import { expectStill, holdAnswers, recordShifts, Traffic } from "./vitals";

/** Opens a page whose data arrive late, so that all placeholders are painted first. */
async function openSlowly(page: Page, traffic: Traffic, path: string): Promise<void> {
  const release = await holdAnswers(page);
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  // A skeleton is invisible for its first 200 ms. Pages without one are painted by then.
  await expect(page.locator(".animate-skeleton").first())
    .toBeVisible({ timeout: 1_000 })
    .catch(() => undefined);
  await release();
  await traffic.settled();
}

async function headersOf(request: APIRequestContext, account: Account) {
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  return { Authorization: `Bearer ${access_token}` };
}

async function send(request: APIRequestContext, headers: Record<string, string>, data: object) {
  const sent = await request.post("/v1/messages", { headers, data });
  expect(sent.status(), await sent.text()).toBe(202);
  return (await sent.json()) as { message: { id: string }; job: { id: string } };
}

const refused = { channel: "whatsapp", to: "+15550000026", body: "Your parcel is on its way." };

/** Nine messages of all kinds, so that lists and charts have content. */
async function fill(request: APIRequestContext, account: Account) {
  const headers = await headersOf(request, account);
  for (let number = 1; number <= 7; number += 1) {
    await send(request, headers, { channel: "in_app", to: account.username, body: `Note ${number}` });
  }
  const failed = await send(request, headers, refused);
  const send_at = new Date(Date.now() + 86_400_000).toISOString();
  const scheduled = await send(request, headers, { ...refused, to: "+15550001234", send_at });
  await expect
    .poll(async () => (await (await request.get(`/v1/jobs/${failed.job.id}`, { headers })).json()).state)
    .toBe("failed");
  return { headers, failed, scheduled };
}

test("pages without a session do not move while they load", eachSize, async ({ page }) => {
  await recordShifts(page);
  const traffic = new Traffic(page);
  for (const path of ["/login", "/signup", "/forgot"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await traffic.settled();
    await expectStill(page, path);
  }
});

test("the login without codes keeps early input", eachSize, async ({ page }) => {
  await recordShifts(page);
  await page.route("**/v1/platform", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), one_time_codes: false } });
  });
  await page.goto("/login", { waitUntil: "commit" });
  await page.getByLabel("Username").fill("somebody");
  await expect(page.getByRole("button", { name: "Log in" })).toBeVisible();
  await page.waitForLoadState("load");
  await expect(page.getByRole("tab")).toHaveCount(0);
  await expect(page.getByLabel("Username")).toHaveValue("somebody");
  await expectStill(page, "the login without codes");
});

test("pages of a new user do not move while they load", eachSize, async ({ page, account }) => {
  await recordShifts(page);
  await logIn(page, account);
  const traffic = new Traffic(page);
  const paths = [
    "/",
    "/messages",
    "/messages?status=failed",
    "/messages/new",
    "/credits",
    "/credits?list=recharges",
    "/wallet",
    "/wallet?list=deposits",
    "/plan",
    "/events",
    "/keys",
  ];
  for (const path of paths) {
    await openSlowly(page, traffic, path);
    await expectStill(page, path);
  }
});

test("pages with data do not move while they load", eachSize, async ({ page, account, request }) => {
  test.slow();
  const { failed, scheduled } = await fill(request, account);
  await recordShifts(page);
  await logIn(page, account);
  const traffic = new Traffic(page);
  const paths = [
    "/",
    "/messages",
    `/messages/${failed.message.id}`,
    `/messages/${scheduled.message.id}`,
    "/jobs",
    "/jobs?state=failed",
    `/jobs/${failed.job.id}`,
    "/messages/new",
    "/credits",
    "/checkout/cancelled",
    "/settings/profile",
    "/settings/password",
    "/settings/sessions",
    "/settings/appearance",
    "/nowhere",
  ];
  for (const path of paths) {
    await openSlowly(page, traffic, path);
    await expectStill(page, path);
  }
});

test("business pages do not move while they load", eachSize, async ({ page, request }) => {
  const account = await newBusinessOwner(request);
  await recordShifts(page);
  await logIn(page, account);
  const traffic = new Traffic(page);
  for (const path of ["/templates", "/templates/new", "/contacts", "/contacts?list=opt-outs", "/channels"]) {
    await openSlowly(page, traffic, path);
    await expectStill(page, path);
  }
});

test("reseller pages do not move while they load", eachSize, async ({ page, request }) => {
  const client = newAccount();
  const account = await newReseller(request, 1000, [client]);
  const { id } = await authorization(request, client);
  await recordShifts(page);
  await logIn(page, account);
  const traffic = new Traffic(page);
  const paths = [
    "/clients",
    "/clients?list=distributions",
    `/clients/${id}`,
    `/clients/${id}?tab=statement`,
    `/clients/${id}?tab=messages`,
    "/clients/distribute",
  ];
  for (const path of paths) {
    await openSlowly(page, traffic, path);
    await expectStill(page, path);
  }
});

for (const [username, paths] of [
  ["demo_reseller", ["/"]],
  ["demo_admin", ["/", "/admin/payments", "/admin/settings", "/admin/processes", "/admin/ledger"]],
] as const) {
  test(`pages of ${username} do not move while they load`, eachSize, async ({ page }) => {
    await recordShifts(page);
    await logIn(page, { username, password: "switchboard-demo-1", mobile: "" });
    const traffic = new Traffic(page);
    for (const path of paths) {
      await openSlowly(page, traffic, path);
      await expectStill(page, path);
    }
  });
}

test("pages do not move while live events arrive", eachSize, async ({ page, account, request }) => {
  const { headers, scheduled } = await fill(request, account);
  await recordShifts(page);
  await logIn(page, account);
  const traffic = new Traffic(page);
  const balance = async () => (await (await request.get("/v1/credits/balance", { headers })).json()).balance;
  for (const path of ["/", "/messages", "/messages/new", "/credits"]) {
    await page.goto(path);
    await expect(page.locator("[data-connection=live]")).toBeAttached();
    await traffic.settled();
    await expectStill(page, path);
    await send(request, headers, { channel: "in_app", to: account.username, body: "As it happens" });
    const last = await send(request, headers, refused);
    await expect
      .poll(async () => (await (await request.get(`/v1/jobs/${last.job.id}`, { headers })).json()).state)
      .toBe("failed");
    await expect(page.locator("header").getByText(String(await balance()), { exact: true })).toBeVisible();
    if (path === "/") await expect(page.getByRole("table").getByText("Failed")).toHaveCount(2);
    if (path === "/messages") await expect(page.getByRole("button", { name: /2 new/ })).toBeVisible();
    await traffic.settled();
    await expectStill(page, `${path}, events`);
  }
  await page.goto(`/messages/${scheduled.message.id}`);
  await expect(page.locator("[data-connection=live]")).toBeAttached();
  await traffic.settled();
  await expectStill(page, "a message");
  await request.post(`/v1/messages/${scheduled.message.id}/cancel`, { headers });
  await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
  await traffic.settled();
  await expectStill(page, "a message, events");
});

test("the login changes to Home without layout shifts", eachSize, async ({ page, request }) => {
  const account = newAccount();
  await request.post("/v1/auth/signup", { data: account });
  await recordShifts(page);
  const traffic = new Traffic(page);
  await logIn(page, account);
  await traffic.settled();
  await expectStill(page, "Home after the login");
});
