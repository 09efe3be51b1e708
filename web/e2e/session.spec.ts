import type { BrowserContext, Page, Route } from "@playwright/test";
import { type Account, expect, expectAccessible, logIn, test, watch } from "./fixtures";
import { eachSize } from "./tags";
import { Traffic } from "./vitals";

/** Everything that scripts of this origin can read and that outlives the page. */
async function storedBy(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => `IndexedDB ${name}`);
    const caches = (await self.caches.keys()).map((name) => `cache ${name}`);
    const { cookie } = document;
    const storage = JSON.stringify([{ ...localStorage }, { ...sessionStorage }]);
    return [storage, cookie, location.href, JSON.stringify(history.state), ...databases, ...caches].join(
      "\n",
    );
  });
}

test(
  "no token is stored where other scripts or a thief could read it",
  eachSize,
  async ({ page, account }) => {
    const login = page.waitForResponse("**/v1/auth/token");
    await logIn(page, account);
    const { access_token } = await (await login).json();
    const cookies = await page.context().cookies(new URL("/v1/auth/refresh", page.url()).href);
    const refresh = cookies.find((cookie) => cookie.name.endsWith("swb_refresh"));
    expect(refresh).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/v1/auth" });
    for (const path of ["/", "/messages/new", "/credits", "/settings/sessions"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("[data-connection=live]")).toBeAttached();
      const stored = await storedBy(page);
      expect(stored).not.toContain(access_token);
      expect(stored).not.toContain(refresh?.value);
      // No other token either: after a reload it is another one. Nor a store that this test can't read.
      expect(stored).not.toMatch(/eyJ|refresh|IndexedDB|cache /);
    }
  },
);

test(
  "a second tab gets its token from the first and shares its event stream",
  eachSize,
  async ({ console: page }) => {
    const second = await page.context().newPage();
    const faults = watch(second, [new URL(page.url()).host]);
    const requests: string[] = [];
    second.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await second.goto("/");
    await expect(second.getByRole("region", { name: "Balance" })).toContainText("100");
    await expect(second.locator("[data-connection=live]")).toBeAttached();
    expect(requests).not.toContain("/v1/auth/refresh");
    expect(requests).not.toContain("/v1/events/stream");
    // The second tab takes over the stream when the first one is closed.
    const taken = second.waitForRequest("**/v1/events/stream");
    await page.close();
    await taken;
    await expect(second.locator("[data-connection=live]")).toBeAttached();
    expect(faults).toEqual([]);
  },
);

test("logging out ends all tabs", async ({ console: page }) => {
  const second = await page.context().newPage();
  await second.goto("/");
  await expect(second.getByRole("region", { name: "Balance" })).toContainText("100");
  await page.getByRole("button", { name: /^Account/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page).toHaveURL(/\/login$/);
  await expect(second).toHaveURL(/\/login$/);
  await page.goto("/");
  await expect(page).toHaveURL(/\/login/);
});

test("a session that ends under an open page asks for the password over it", async ({
  console: page,
  account,
  request,
}) => {
  await page.goto("/settings/profile");
  await page.getByLabel("First name").fill("Half typed");
  const login = await request.post("/v1/auth/token", { data: account });
  const { access_token } = await login.json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const sessions = await (await request.get("/v1/sessions", { headers })).json();
  for (const { id, current } of sessions.data) {
    if (!current) await request.delete(`/v1/sessions/${id}`, { headers });
  }
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel(account.username).fill(account.password);
  await dialog.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("First name")).toHaveValue("Half typed");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
});

test("an expired access token is refreshed silently", eachSize, async ({ console: page }) => {
  let refused = 0;
  const refreshed = page.waitForResponse("**/v1/auth/refresh");
  await page.route(/\/v1\/sessions(\?|$)/, async (route) => {
    if (refused++ > 0) return route.fallback();
    await route.fulfill({
      status: 401,
      headers: { "Content-Type": "application/problem+json" },
      body: JSON.stringify({ code: "unauthenticated", detail: "Expired.", status: 401, retryable: false }),
    });
  });
  await page.getByRole("link", { name: "Settings" }).filter({ visible: true }).click();
  await page.getByRole("link", { name: "Sessions" }).click();
  expect((await refreshed).status()).toBe(200);
  await expect(page.getByText("This one")).toBeVisible();
  expect(refused).toBeGreaterThan(1);
});

const HOUR_MS = 3_600_000;

/** The number of the user's sessions: a refreshed one stays one. */
async function sessionsOf(page: Page, account: Account): Promise<number> {
  const { access_token } = await (await page.request.post("/v1/auth/token", { data: account })).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const sessions = await (await page.request.get("/v1/sessions", { headers })).json();
  // This request's session does not count.
  return sessions.data.length - 1;
}

/** Makes the access token expire for this page, and opens a page that calls the API. */
async function openExpired(page: Page, path: string): Promise<void> {
  await page.clock.setSystemTime(Date.now() + HOUR_MS);
  await page.getByRole("link", { name: path }).filter({ visible: true }).first().click();
}

async function expectLoggedIn(page: Page, account: Account): Promise<void> {
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[data-connection=live]")).toBeAttached();
  await expect(page.getByRole("button", { name: `Account: ${account.username}` })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

async function twoTabs(context: BrowserContext, account: Account, locks: boolean): Promise<[Page, Page]> {
  if (!locks) {
    // As over plain http on a host other than localhost.
    await context.addInitScript(() => {
      Object.defineProperty(navigator, "locks", { value: undefined });
      Object.defineProperty(crypto, "randomUUID", { value: undefined });
    });
  }
  const [first, second] = [await context.newPage(), await context.newPage()];
  for (const tab of [first, second]) await tab.clock.install();
  await logIn(first, account);
  await second.goto("/");
  await expect(second.getByRole("region", { name: "Balance" })).toContainText("100");
  return [first, second];
}

for (const locks of [true, false]) {
  const title = `two tabs ${locks ? "with" : "without"} Web Locks that need a token at the same time keep the session`;
  test(title, eachSize, async ({ context, account }) => {
    const [first, second] = await twoTabs(context, account, locks);
    let refreshes = 0;
    await context.route("**/v1/auth/refresh", async (route) => {
      refreshes += 1;
      await route.fallback();
    });
    await Promise.all([openExpired(first, "Credits"), openExpired(second, "Credits")]);
    for (const tab of [first, second]) {
      await expect(tab.getByRole("table", { name: "Statement" })).toContainText("Sign-up credits");
    }
    // Without locks a tab waits only a moment for another tab's answer, which a slow machine may exceed.
    if (locks) expect(refreshes).toBe(1);
    await expectLoggedIn(first, account);
    await expectLoggedIn(second, account);
    expect(await sessionsOf(first, account)).toBe(1);
  });
}

/** The server executes the next refresh, and its response is lost: the browser keeps its old cookie. */
async function loseRefresh(page: Page): Promise<{ status: Promise<number> }> {
  const context = page.context();
  let answered: (status: number) => void = () => undefined;
  const status = new Promise<number>((done) => {
    answered = done;
  });
  const lose = async (route: Route) => {
    const kept = await context.cookies();
    const answer = await route.fetch();
    await context.addCookies(kept);
    await route.abort("connectionreset");
    answered(answer.status());
  };
  await page.route("**/v1/auth/refresh", lose, { times: 1 });
  return { status };
}

test(
  "a refresh with a lost response keeps the session, on an open page and at its start",
  eachSize,
  async ({ page, account }) => {
    await page.clock.install();
    await logIn(page, account);
    const whileOpen = await loseRefresh(page);
    await openExpired(page, "Credits");
    expect(await whileOpen.status).toBe(200);
    await expect(page.getByRole("table", { name: "Statement" })).toContainText("Sign-up credits");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    const atStart = await loseRefresh(page);
    await page.reload();
    expect(await atStart.status).toBe(200);
    await expect(page.getByRole("table", { name: "Statement" })).toContainText("Sign-up credits");
    await expectLoggedIn(page, account);
    expect(await sessionsOf(page, account)).toBe(1);
  },
);

test("an idle tab makes no request except the event stream", eachSize, async ({ page, account, request }) => {
  // Before the pages load, so that it covers all of their timers.
  await page.clock.install();
  await logIn(page, account);
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  const sent = await request.post("/v1/messages", {
    headers: { Authorization: `Bearer ${access_token}` },
    data: { channel: "in_app", to: account.username, body: "Hello" },
  });
  const { message } = await sent.json();
  await expect(page.getByRole("table", { name: "Latest messages" })).toContainText("Delivered");
  const traffic = new Traffic(page);
  for (const path of ["/", "/messages", `/messages/${message.id}`, "/messages/new", "/credits"]) {
    await page.goto(path);
    await expect(page.locator("[data-connection=live]")).toBeAttached();
    // Requests delayed by a second are made before the tab counts as idle.
    await page.clock.runFor(2_000);
    await traffic.settled();
    traffic.forget();
    // Together with the time passed before, shorter than the silence after which the page considers its stream dead: 40
    // s for the page, while the server's comments come every 15 s of another clock.
    await page.clock.runFor(20_000);
    expect(traffic.seen, path).toEqual([]);
  }
});
