import { expect, expectAccessible, test, watch } from "./fixtures";

test("keeps no token where scripts of other pages or a thief could find it", async ({ console: page }) => {
  const stored = await page.evaluate(() => [
    ...Object.values({ ...localStorage }),
    ...Object.values({ ...sessionStorage }),
    document.cookie,
    location.href,
  ]);
  expect(stored.join(" ")).not.toMatch(/eyJ|refresh/);
  const all = await page.context().cookies(new URL("/v1/auth/refresh", page.url()).href);
  expect(all.find((cookie) => cookie.name.endsWith("swb_refresh"))).toMatchObject({
    httpOnly: true,
    sameSite: "Strict",
    path: "/v1/auth",
  });
});

test("a second tab gets its token from the first and shares its event stream", async ({ console: page }) => {
  const second = await page.context().newPage();
  const faults = watch(second, [new URL(page.url()).host]);
  const requests: string[] = [];
  second.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await second.goto("/");
  await expect(second.getByRole("region", { name: "Balance" })).toContainText("100");
  await expect(second.locator("[data-connection=live]")).toBeAttached();
  expect(requests).not.toContain("/v1/auth/refresh");
  expect(requests).not.toContain("/v1/events/stream");
  // The second tab takes the stream over when the first one is gone.
  const taken = second.waitForRequest("**/v1/events/stream");
  await page.close();
  await taken;
  await expect(second.locator("[data-connection=live]")).toBeAttached();
  expect(faults).toEqual([]);
});

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

test("a session that ended under a page asks for the password over it", async ({
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

test("an expired access token is refreshed without a word", async ({ console: page }) => {
  let refused = 0;
  await page.route("**/v1/me", async (route) => {
    if (refused++ > 0) return route.fallback();
    await route.fulfill({
      status: 401,
      headers: { "Content-Type": "application/problem+json" },
      body: JSON.stringify({ code: "unauthenticated", detail: "Expired.", status: 401, retryable: false }),
    });
  });
  const refreshed = page.waitForResponse("**/v1/auth/refresh");
  await page.getByRole("link", { name: "Settings" }).filter({ visible: true }).click();
  expect((await refreshed).status()).toBe(200);
  await expect(page.getByLabel("Username")).toHaveValue(/^user-/);
});

test("an idle tab makes no requests", async ({ console: page }) => {
  await expect(page.locator("[data-connection=live]")).toBeAttached();
  await page.waitForLoadState("load");
  // The last of what Home asks for.
  await expect(page.getByRole("figure").filter({ hasText: "Messages by day" })).toBeVisible();
  await expect(page.getByText("Nothing sent yet")).toBeVisible();
  await page.clock.install();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.clock.runFor(25_000);
  expect(requests).toEqual([]);
});
