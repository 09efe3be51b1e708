import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { eachSize } from "./tags";

/** The maximum number of requests of a first paint, including the page. */
const MOST = 6;

/** Answers a page's first requests and none after them; returns the requested paths. */
async function answerOnlyTheFirst(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.route("**/*", async (route) => {
    asked.push(`${route.request().method()} ${new URL(route.request().url()).pathname}`);
    if (asked.length <= MOST) await route.fallback();
  });
  return asked;
}

/** Waits until a page's heading is visible, and the browser has reported the paint. */
async function expectPainted(page: Page, asked: string[], heading: Locator): Promise<void> {
  const shown = await heading.waitFor({ timeout: 60_000 }).then(
    () => true,
    () => false,
  );
  expect(shown, `only the first ${MOST} of these were answered:\n${asked.join("\n")}`).toBe(true);
  await page.evaluate(async () => {
    await new Promise<void>((done) => {
      const observer = new PerformanceObserver((list) => {
        if (list.getEntriesByName("first-contentful-paint").length > 0) done();
      });
      observer.observe({ type: "paint", buffered: true });
    });
  });
}

// Requests to other hosts fail each test, by the fixture `guard`.
test("six requests are enough for the login's first paint", eachSize, async ({ page }) => {
  const asked = await answerOnlyTheFirst(page);
  await page.goto("/login", { waitUntil: "commit" });
  await expectPainted(page, asked, page.getByRole("heading", { level: 1, name: "Log in" }));
  await expect(page.getByRole("button", { name: "Log in" })).toBeVisible();
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("six requests are enough for Home's first paint", eachSize, async ({ console: page }) => {
  await page.goto("about:blank");
  const asked = await answerOnlyTheFirst(page);
  await page.goto("/", { waitUntil: "commit" });
  await expectPainted(page, asked, page.getByRole("heading", { level: 1, name: "Home" }));
  await expect(page.getByRole("link", { name: "New message" })).toBeVisible();
  await page.unrouteAll({ behavior: "ignoreErrors" });
});
