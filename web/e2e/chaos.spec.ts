import { PASSWORD } from "./business";
import {
  type Account,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  test as plain,
} from "./fixtures";
import { startServer } from "./server";
import { eachSize } from "./tags";

const admin: Account = { username: "demo_admin", password: PASSWORD, mobile: "" };

// A program of its own: what is broken here must not trouble the other tests.
const test = plain.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  baseURL: async ({}, use) => {
    const server = await startServer();
    await use(server.console);
    await server.stop();
  },
});

test(
  "five minutes: an admin kills a worker, empties Redis and breaks the provider, and nothing is lost",
  eachSize,
  async ({ page }) => {
    await logIn(page, admin);
    await page.goto("/chaos");
    const verdict = (words: string | RegExp) => page.getByRole("heading", { level: 2, name: words });
    await expect(verdict("Ready. Nothing is broken yet.")).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    const log = page.getByRole("list", { name: "What happened" });
    const workers = page.getByRole("region", { name: "Worker processes" });
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    await expect(workers.getByText(/process \d+/)).toHaveCount(2);

    await press("Start");
    await expect(page.getByRole("button", { name: "Sending…" })).toBeDisabled();
    await expect(verdict(/on their way|being sent/)).toBeVisible();

    // By the keyboard, and a second time at once: the other process.
    await page.getByRole("button", { name: "Kill", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(log.getByText(/was killed/)).toHaveCount(1);
    await press("Kill");
    await expect(log.getByText(/was killed/)).toHaveCount(2);
    await press("Delete all keys");
    await expect(log.getByText(/Redis was emptied/)).toBeVisible();
    await press("Wrong order");
    await press("Refusing");
    await expect(page.getByRole("button", { name: "Refusing" })).toHaveAttribute("aria-pressed", "true");
    // Messages to phones gather in front of the provider.
    const jobs = page.getByRole("region", { name: "Jobs" });
    await expect(jobs.getByText("Retrying").locator("+ dd")).not.toHaveText("0");
    await press("Repair");
    await expect(log.getByText("The provider works again.")).toBeVisible();
    await expect(workers.getByText(/process \d+/)).toHaveCount(2);
    await expect(workers.getByText(/replaced/)).toHaveCount(2);
    await expectAccessible(page);

    // The leases of the dead expire, what waits is sent, and it adds up.
    await expect(verdict("Nothing was lost")).toBeVisible({ timeout: 120_000 });
    await expect(
      page.getByText("You killed 2 workers, emptied Redis and broke the provider.", { exact: false }),
    ).toBeVisible();
    await expect(page.getByText("All 500 messages are accounted for:", { exact: false })).toBeVisible();
    const figures = page.getByRole("region", { name: "Does it add up?" });
    const figure = async (label: string) =>
      Number(await figures.getByText(label, { exact: true }).locator("+ *").innerText());
    expect([await figure("Accepted"), await figure("Lost"), await figure("Sent twice")]).toEqual([500, 0, 0]);
    // A worker that dies while WhatsApp answers leaves a message whose outcome is unknown: at most those in its hands.
    const refused = await figure("Refused, refunded");
    expect(await figure("Credits refunded")).toBe(refused);
    const unknown = 500 - (await figure("Delivered")) - refused;
    expect(unknown).toBeGreaterThanOrEqual(0);
    const shown = figures.getByText("Outcome unknown", { exact: true });
    await expect(shown).toHaveCount(unknown > 0 ? 1 : 0);
    if (unknown > 0) expect(await figure("Outcome unknown")).toBe(unknown);
    expect(await figure("Credits charged")).toBe(500);
    await expect(figures.getByText("Passed")).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  },
);
