import createClient from "openapi-fetch";
import { randomName } from "@/lib/random";
import { offline, problemOf } from "./problem";
import type { paths } from "./schema";
import { accessToken, discardToken, refresh } from "./session";

/**
 * Sends a request as the session's user. Throws a `Problem` for whatever is not an answer of success. A 401
 * refreshes the token and sends the request a second time; the session's state tells when that fails.
 */
export async function authorizedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  let token = await accessToken();
  let response = await send(request, token);
  if (response.status === 401 && token !== undefined) {
    discardToken(token);
    if (await refresh()) {
      token = await accessToken();
      response = await send(again, token);
    }
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function send(request: Request, token: string | undefined): Promise<Response> {
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw offline();
  }
}

/** The typed client. Its calls throw a `Problem`; wrap them in `data()` to get what they answer. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: authorizedFetch });

/** What a call answered: `await data(api.GET("/v1/me", { signal }))`. */
export async function data<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** A key under which a POST is done once, however often it is sent. Make it when a form opens. */
export function newIdempotencyKey(): string {
  return randomName();
}

/** Headers of a POST that is done once: `headers: idempotent(key)`. */
export function idempotent(key: string): Record<string, string> {
  return { "Idempotency-Key": key };
}

/** Headers of a request that answers once its job has ended, or after this many seconds. */
export function preferWait(seconds: number): Record<string, string> {
  return { Prefer: `wait=${seconds}` };
}
