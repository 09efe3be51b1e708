import { afterEach, expect, test, vi } from "vitest";
import { Problem } from "@/api/problem";
import { isUncertain, sendOnce } from "./use-send";

afterEach(() => vi.unstubAllGlobals());

const problem = (status: number, code: string) =>
  new Problem(status, code, code, true, undefined, undefined, []);

test("only requests with an unknown outcome are repeated", () => {
  expect(isUncertain(problem(0, "offline"))).toBe(true);
  expect(isUncertain(problem(502, "unexpected"))).toBe(true);
  expect(isUncertain(problem(409, "idempotency_in_flight"))).toBe(true);
  expect(isUncertain(new DOMException("late", "TimeoutError"))).toBe(true);
  expect(isUncertain(problem(402, "insufficient_credits"))).toBe(false);
  expect(isUncertain(problem(409, "conflict"))).toBe(false);
  expect(isUncertain(problem(422, "validation_failed"))).toBe(false);
  expect(isUncertain(problem(429, "rate_limited"))).toBe(false);
});

/** A server that accepts the first request and loses its response, and answers the next. */
function losing(requests: Request[]) {
  vi.stubGlobal("fetch", async (request: Request) => {
    requests.push(request);
    if (requests.length === 1) throw new TypeError("network");
    return Response.json({ message: { id: "msg_1" }, job: {} }, { status: 202 });
  });
}

test("a request with a lost response is repeated under the same key once the network is back", async () => {
  const requests: Request[] = [];
  losing(requests);
  const uncertain = vi.fn(() => queueMicrotask(() => dispatchEvent(new Event("online"))));
  const body = { channel: "in_app", to: "alice", body: "Hi" } as const;
  const accepted = await sendOnce("key-1", body, uncertain, new AbortController().signal);
  expect(accepted?.message.id).toBe("msg_1");
  expect(uncertain).toHaveBeenCalledTimes(1);
  expect(requests.map((request) => request.headers.get("Idempotency-Key"))).toEqual(["key-1", "key-1"]);
  expect(await Promise.all(requests.map((request) => request.json()))).toEqual([body, body]);
});

test("leaving the page ends the retries", async () => {
  const requests: Request[] = [];
  losing(requests);
  const page = new AbortController();
  const body = { channel: "in_app", to: "alice", body: "Hi" } as const;
  const sent = sendOnce("key-1", body, () => queueMicrotask(() => page.abort()), page.signal);
  expect(await sent).toBeUndefined();
  expect(requests).toHaveLength(1);
});
