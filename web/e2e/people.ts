import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { authorization } from "./business";
import { type Account, newAccount } from "./fixtures";

/** A user who chats through the API. */
export interface Person extends Account {
  id: string;
  headers: Record<string, string>;
}

export async function newPerson(request: APIRequestContext): Promise<Person> {
  const account = newAccount();
  const answer = await request.post("/v1/auth/signup", { data: account });
  expect(answer.status(), await answer.text()).toBe(201);
  return { ...account, ...(await authorization(request, account)) };
}

/** An account that logged in by its page, for API requests. */
export async function asPerson(request: APIRequestContext, account: Account): Promise<Person> {
  return { ...account, ...(await authorization(request, account)) };
}

export async function startConversation(request: APIRequestContext, by: Person, data: object) {
  const made = await request.post("/v1/conversations", { headers: by.headers, data });
  expect([200, 201], await made.text()).toContain(made.status());
  return (await made.json()) as { id: string };
}

/** Posts a message, retrying while rate-limited. */
export async function say(request: APIRequestContext, by: Person, conversation: string, body: string) {
  const data = { body, client_id: crypto.randomUUID() };
  const path = `/v1/conversations/${conversation}/messages`;
  await expect
    .poll(async () => (await request.post(path, { headers: by.headers, data })).status(), {
      intervals: [250],
    })
    .not.toBe(429);
}

/** The page's chat socket is open, and the refetch after that is complete. */
export async function chatIsLive(page: Page): Promise<void> {
  await expect(page.locator("[data-chat=live]")).toBeAttached();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}
