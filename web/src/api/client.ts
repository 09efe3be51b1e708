import createClient from "openapi-fetch";
import { randomName } from "@/lib/random";
import { offline, problemOf } from "./problem";
import type { paths } from "./schema";
import { accessToken, discardToken, refresh } from "./session";

/**
 * Sends a request as the session's user. Throws a `Problem` for every response that is not a success. A 401 refreshes
 * the token and repeats the request; if that fails, the session's state shows it.
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

/** The typed client. Its calls throw a `Problem`; wrap them in `data()` to get the response body. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: authorizedFetch });

/** The body of a response: `await data(api.GET("/v1/me", { signal }))`. */
export async function data<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** A key under which a POST is executed once, however often it is sent. Create it when a form opens. */
export function newIdempotencyKey(): string {
  return randomName();
}

/** Headers of a POST that is executed once: `headers: idempotent(key)`. */
export function idempotent(key: string): Record<string, string> {
  return { "Idempotency-Key": key };
}

/** Headers of a request whose response waits for the end of its job, at most this many seconds. */
export function preferWait(seconds: number): Record<string, string> {
  return { Prefer: `wait=${seconds}` };
}
