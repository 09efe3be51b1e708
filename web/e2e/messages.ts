import type { APIRequestContext } from "@playwright/test";
import { type Account, expect } from "./fixtures";

/** Headers of an account's requests. */
export async function authorization(request: APIRequestContext, account: Account) {
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  return { Authorization: `Bearer ${access_token}` };
}

/** Sends a message by the API; returns it with its job. */
export async function sendByApi(request: APIRequestContext, account: Account, message: object) {
  const headers = await authorization(request, account);
  const sent = await request.post("/v1/messages", { headers, data: message });
  expect(sent.status(), await sent.text()).toBe(202);
  return await sent.json();
}
