import { afterEach, beforeEach, expect, test, vi } from "vitest";

const user = { id: "usr_1", username: "ada", role: "user" };

/** The server's responses, in the order of the calls to each path. */
let answers: Record<string, (() => Response | Promise<Response>)[]>;
let calls: string[];
let authorizations: (string | null)[];

const Channel = BroadcastChannel;
let browsers = 0;

const json = (status: number, body: unknown, type = "application/json") =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
const problem = (status: number, code: string) =>
  json(status, { status, code, detail: code, retryable: false }, "application/problem+json");
const login = (token: string, seconds = 900) => json(200, { access_token: token, expires_in: seconds, user });

beforeEach(() => {
  vi.resetModules();
  const browser = ++browsers;
  vi.stubGlobal(
    "BroadcastChannel",
    class extends Channel {
      constructor(name: string) {
        super(`${name} of browser ${browser}`);
      }
    },
  );
  calls = [];
  authorizations = [];
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    const request = input instanceof Request ? input : new Request(new URL(input, location.origin), init);
    const { pathname } = new URL(request.url);
    calls.push(pathname);
    authorizations.push(request.headers.get("Authorization"));
    const next = answers[pathname]?.shift();
    if (!next) throw new TypeError("network");
    return await next();
  });
});

afterEach(() => vi.unstubAllGlobals());

const load = async () => ({
  session: await import("./session"),
  client: await import("./client"),
  ...(await import("./problem")),
});

test("a first visit asks once and makes no request that fails", async () => {
  answers = { "/v1/auth/session": [() => new Response(null, { status: 204 })] };
  const { session } = await load();
  await Promise.all([session.startSession(), session.startSession()]);
  expect(session.getSession().status).toBe("anonymous");
  expect(calls).toEqual(["/v1/auth/session"]);
});

test("a rejected token is refreshed, and the request repeated with the new one", async () => {
  answers = {
    "/v1/auth/token": [() => login("old")],
    "/v1/auth/refresh": [() => login("new")],
    "/v1/me": [() => problem(401, "unauthenticated"), () => json(200, { id: "usr_1" })],
  };
  const { session, client } = await load();
  await session.logIn("ada", "secret");
  const answer = await client.authorizedFetch(new Request(`${location.origin}/v1/me`));
  expect(answer.status).toBe(200);
  expect(calls).toEqual(["/v1/auth/token", "/v1/me", "/v1/auth/refresh", "/v1/me"]);
  expect(authorizations).toEqual([null, "Bearer old", null, "Bearer new"]);
});

test("a repeated request has its body", async () => {
  const bodies: string[] = [];
  answers = {
    "/v1/auth/token": [() => login("old")],
    "/v1/auth/refresh": [() => login("new")],
    "/v1/messages": [() => problem(401, "unauthenticated"), () => json(202, {})],
  };
  const { session, client } = await load();
  await session.logIn("ada", "secret");
  const inner = fetch;
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    if (input instanceof Request && input.method === "POST") bodies.push(await input.clone().text());
    return await inner(input, init);
  });
  await client.authorizedFetch(
    new Request(`${location.origin}/v1/messages`, { method: "POST", body: '{"to":"bob"}' }),
  );
  expect(bodies).toEqual(['{"to":"bob"}', '{"to":"bob"}']);
});

test("requests at the same time share one refresh", async () => {
  answers = {
    "/v1/auth/token": [() => login("short", 5)],
    "/v1/auth/refresh": [() => login("new")],
    "/v1/me": [() => json(200, {}), () => json(200, {}), () => json(200, {})],
  };
  const { session, client } = await load();
  await session.logIn("ada", "secret");
  await Promise.all([1, 2, 3].map(() => client.authorizedFetch(new Request(`${location.origin}/v1/me`))));
  expect(calls.filter((path) => path === "/v1/auth/refresh")).toHaveLength(1);
});

test("tabs without Web Locks that need a token at the same time refresh once", async () => {
  answers = {
    "/v1/auth/token": [() => login("old", 1)],
    "/v1/auth/refresh": [() => login("new"), () => login("one too many")],
  };
  const tabs: Awaited<ReturnType<typeof load>>["session"][] = [];
  for (let tab = 0; tab < 3; tab += 1) {
    tabs.push((await load()).session);
    vi.resetModules();
  }
  await tabs[0]?.logIn("ada", "secret");
  await vi.waitFor(() => expect(tabs.map((tab) => tab.getSession().status)).toEqual(Array(3).fill("active")));
  expect(await Promise.all(tabs.map((tab) => tab.accessToken()))).toEqual(Array(3).fill("new"));
  expect(calls).toEqual(["/v1/auth/token", "/v1/auth/refresh"]);
});

test("an ended session asks for the login and keeps the page's user", async () => {
  answers = {
    "/v1/auth/token": [() => login("old")],
    "/v1/auth/refresh": [() => problem(401, "unauthenticated")],
    "/v1/me": [() => problem(401, "unauthenticated")],
  };
  const { session, client, isProblem } = await load();
  await session.logIn("ada", "secret");
  const error = await client
    .authorizedFetch(new Request(`${location.origin}/v1/me`))
    .catch((e: unknown) => e);
  expect(isProblem(error, "unauthenticated")).toBe(true);
  expect(session.getSession()).toEqual({ status: "expired", user });
});

test("a refresh without a response doesn't end the session", async () => {
  answers = { "/v1/auth/token": [() => login("short", 5)], "/v1/auth/refresh": [] };
  const { session, isProblem } = await load();
  await session.logIn("ada", "secret");
  const error = await session.accessToken().catch((e: unknown) => e);
  expect(isProblem(error, "offline")).toBe(true);
  expect(session.getSession().status).toBe("active");
});

test("a response that is not the API's is recognized", async () => {
  answers = { "/v1/auth/token": [() => new Response("<html>", { status: 502 })] };
  const { session, isProblem } = await load();
  const error = await session.logIn("ada", "secret").catch((e: unknown) => e);
  expect(isProblem(error, "unexpected")).toBe(true);
  expect(isProblem(error) && error.retryable).toBe(true);
});

test("logging out removes the token, even if the session had ended", async () => {
  answers = {
    "/v1/auth/token": [() => login("old")],
    "/v1/auth/logout": [() => problem(401, "unauthenticated")],
  };
  const { session } = await load();
  await session.logIn("ada", "secret");
  await session.logOut();
  expect(session.getSession().status).toBe("anonymous");
  expect(await session.accessToken()).toBeUndefined();
});
