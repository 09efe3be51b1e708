import { randomBytes, randomInt } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

export { expect };

export interface Account {
  username: string;
  password: string;
  mobile: string;
}

/** A new user. */
export function newAccount(): Account {
  return {
    username: `user-${randomBytes(5).toString("hex")}`,
    password: `Quiet ${randomBytes(6).toString("hex")} lantern`,
    mobile: `+1555${randomInt(2_000_000, 9_999_999)}`,
  };
}

interface Fixtures {
  /** Whether the test visits the simulator's payment page, which replaces the provider's. */
  paysElsewhere: boolean;
  /** Fails on requests to other hosts, on violations of the content security policy and on uncaught errors. */
  guard: undefined;
  /** A user created through the API. */
  account: Account;
  /** A page of a logged-in user. */
  console: Page;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  baseURL: async ({}, use) => {
    await use(process.env.CONSOLE_URL);
  },
  paysElsewhere: [false, { option: true }],
  guard: [
    async ({ page, baseURL, paysElsewhere }, use) => {
      const payments = paysElsewhere ? [new URL(process.env.PHONES_URL ?? "").host] : [];
      const faults = watch(page, [new URL(baseURL ?? "").host, ...payments]);
      await use(undefined);
      expect(faults, "requests to other hosts, violations of the CSP, uncaught errors").toEqual([]);
    },
    { auto: true },
  ],
  account: async ({ request }, use) => {
    const account = newAccount();
    const answer = await request.post("/v1/auth/signup", { data: account });
    expect(answer.status(), await answer.text()).toBe(201);
    await use(account);
  },
  console: async ({ page, account }, use) => {
    await logIn(page, account);
    await use(page);
  },
});

/** Collects violations on a page. Call it for further pages of a test. */
export function watch(page: Page, hosts: readonly string[]): string[] {
  const faults: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && !hosts.includes(url.host)) faults.push(`request to ${url.host}`);
  });
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  return faults;
}

/** Logs in through the form. */
export async function logIn(page: Page, account: Account): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill(account.password);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
}

/** Changes a setting stored by the server, and waits until it is saved: a reload could be faster. */
export async function saved(page: Page, change: () => Promise<void>): Promise<void> {
  const answered = page.waitForResponse((answer) => answer.request().method() === "PATCH");
  await change();
  expect((await answered).status()).toBe(200);
}

/** The newest one-time code sent to a number, read from the phones page as a person would. */
export async function codeOf(page: Page, mobile: string): Promise<string> {
  const phones = await page.context().newPage();
  await phones.goto(process.env.PHONES_URL ?? "");
  const row = phones.locator("#text-rows tr", { hasText: mobile.slice(1) }).first();
  await expect(row).toContainText(/\d{6}/);
  const text = await row.locator("td").nth(1).innerText();
  await phones.close();
  return /\b(\d{6})\b/.exec(text)?.[1] ?? "";
}

/** Fails on any WCAG A or AA violation on the current page, open dialogs included. */
export async function expectAccessible(page: Page): Promise<void> {
  // Elements that fade in have another contrast meanwhile: animations are disabled or awaited.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
  // A menu is outside the landmarks, which this rule permits for dialogs only.
  const menu = (await page.getByRole("menu").count()) > 0;
  const { violations } = await new AxeBuilder({ page })
    .disableRules(menu ? ["region"] : [])
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`),
  }));
  expect(found).toEqual([]);
}

/** Fails if a page scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(wider).toBeLessThanOrEqual(0);
}

/** The stream is open, and the refetch after that is complete: later changes arrive as events. */
export async function caughtUp(page: Page): Promise<void> {
  await expect(page.locator("[data-connection=live]")).toBeAttached();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

/** On phones a list's filters are behind a button. */
export async function showFilters(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: /^Filters/ });
  if (await button.isVisible()) await button.click();
}
