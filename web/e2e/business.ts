import { randomInt } from "node:crypto";
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { Client } from "pg";
import { type Account, newAccount } from "./fixtures";

export const PASSWORD = "switchboard-demo-1";

/** Headers of an account's requests. */
export async function authorization(
  request: APIRequestContext,
  account: Pick<Account, "username" | "password">,
) {
  const login = await request.post("/v1/auth/token", { data: account });
  const { access_token, user } = await login.json();
  return { id: user.id as string, headers: { Authorization: `Bearer ${access_token}` } };
}

/** A new business owner with credits for WhatsApp messages. */
export async function newBusinessOwner(request: APIRequestContext, credits = 50): Promise<Account> {
  const account = newAccount();
  const reseller = await authorization(request, { username: "demo_reseller", password: PASSWORD });
  const made = await request.post(`/v1/resellers/${reseller.id}/business-owners`, {
    headers: reseller.headers,
    data: account,
  });
  expect(made.status(), await made.text()).toBe(201);
  const admin = await authorization(request, { username: "demo_admin", password: PASSWORD });
  const minted = await request.post("/v1/credits/mint", {
    headers: admin.headers,
    data: { user: account.username, credits },
  });
  expect(minted.status(), await minted.text()).toBe(201);
  return account;
}

/** A new reseller with credits to distribute and clients. */
export async function newReseller(
  request: APIRequestContext,
  credits = 1000,
  clients: readonly Account[] = [],
): Promise<Account> {
  const account = newAccount();
  const admin = await authorization(request, { username: "demo_admin", password: PASSWORD });
  const made = await request.post("/v1/users", {
    headers: admin.headers,
    data: { ...account, role: "reseller" },
  });
  expect(made.status(), await made.text()).toBe(201);
  const data = { user: account.username, credits };
  expect((await request.post("/v1/credits/mint", { headers: admin.headers, data })).status()).toBe(201);
  const { id, headers } = await authorization(request, account);
  for (const client of clients) {
    const created = await request.post(`/v1/resellers/${id}/business-owners`, { headers, data: client });
    expect(created.status(), await created.text()).toBe(201);
  }
  return account;
}

/** A phone number that no other test uses. */
export const newPhone = () => `+1555${randomInt(2_000_000, 9_999_999)}`;

/** Sends a WhatsApp message and waits until the phone has it: only then is an answer attributed to its sender. */
export async function deliver(request: APIRequestContext, account: Account, to: string, body: string) {
  const { headers } = await authorization(request, account);
  const data = { channel: "whatsapp", to, body };
  const sent = await request.post("/v1/messages", { headers, data });
  expect(sent.status(), await sent.text()).toBe(202);
  const { message } = await sent.json();
  const status = async () =>
    (await (await request.get(`/v1/messages/${message.id}`, { headers })).json()).status;
  await expect.poll(status).toBe("delivered");
}

/** A phone writes, by the simulator's controls. */
export async function phoneWrites(
  request: APIRequestContext,
  from: string,
  text: string,
  type = "text",
  number?: string,
) {
  const url = new URL("/simulator/whatsapp/inbound", process.env.PHONES_URL);
  const answer = await request.post(url.href, {
    data: { from, text, type, ...(number && { phone_number_id: number }) },
  });
  expect((await answer.json()).http_status).toBe(200);
}

/** A phone writes on the simulator's page, as a person would. */
export async function writeAsPhone(page: Page, from: string, text: string): Promise<void> {
  const phones = await page.context().newPage();
  await phones.goto(process.env.PHONES_URL ?? "");
  const field = phones.getByLabel(`Write as ${from}`);
  await field.fill(text);
  await field.press("Enter");
  await expect(phones.getByLabel(`Messages of ${from}`)).toContainText(text);
  await phones.close();
}

/** A phone wrote this long ago: its window closes that much earlier. */
export async function letPhoneHaveWritten(from: string, secondsAgo: number): Promise<void> {
  const client = new Client({ connectionString: process.env.CONSOLE_DATABASE_URL ?? "" });
  await client.connect();
  try {
    const changed = await client.query(
      "UPDATE contacts SET last_inbound_at = now() - make_interval(secs => $2) WHERE address = $1",
      [from.slice(1), secondsAgo],
    );
    expect(changed.rowCount).toBe(1);
  } finally {
    await client.end();
  }
}

/** An address of the simulator's controls. */
export const simulator = (path: string) => new URL(path, process.env.PHONES_URL).href;

/** The status of a purchase after an action; without one it stays. */
const OUTCOMES: Record<string, string> = { pay: "paid", fail: "failed", dispute: "refunded" };

/** Orders 40 credits; then these things happen on the payment page. */
export async function buyCredits(request: APIRequestContext, account: Account, ...actions: string[]) {
  const { headers } = await authorization(request, account);
  const ordered = await request.post("/v1/credits/recharges", {
    headers: { ...headers, Prefer: "wait=20" },
    data: { credits: 40 },
  });
  expect(ordered.status(), await ordered.text()).toBe(202);
  const { recharge } = await ordered.json();
  const current = async () => {
    const page = await (await request.get("/v1/credits/recharges", { headers })).json();
    return page.data.find(({ id }: { id: string }) => id === recharge.id);
  };
  await expect.poll(async () => (await current()).checkout_url).toBeTruthy();
  const session = new URL((await current()).checkout_url).pathname.split("/").at(-1);
  for (const action of actions) {
    const url = simulator(`/simulator/stripe/sessions/${session}/${action}`);
    const done = await request.post(url, { data: {} });
    expect(done.ok(), await done.text()).toBe(true);
    // Events are applied by jobs: the next one must find this one done.
    const status = OUTCOMES[action];
    if (status) await expect.poll(async () => (await current()).status).toBe(status);
  }
}
