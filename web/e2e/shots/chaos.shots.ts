import { PASSWORD } from "../business";
import { expect, logIn, test as plain } from "../fixtures";
import { startServer } from "../server";
import { shoot } from "./shoot";

const test = plain.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  baseURL: async ({}, use) => {
    const server = await startServer();
    await use(server.console);
    await server.stop();
  },
});

test("chaos", async ({ page }) => {
  await logIn(page, { username: "demo_admin", password: PASSWORD, mobile: "" });
  await page.goto("/chaos");
  const workers = page.getByRole("region", { name: "Worker processes" });
  await expect(workers.getByText(/process \d+/)).toHaveCount(2);
  await shoot(page, "chaos-ready");
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const log = page.getByRole("list", { name: "What happened" });
  await press("Start");
  await expect(page.getByText(/8\d accepted:|9\d accepted:|1\d\d accepted:/)).toBeAttached();
  await press("Kill");
  await expect(log.getByText(/was killed/)).toHaveCount(1);
  await press("Delete all keys");
  await press("Refusing");
  await expect(log.getByText(/refuses all messages/)).toBeVisible();
  await shoot(page, "chaos-broken");
  await press("Repair");
  await expect(page.getByRole("heading", { name: "Nothing was lost" })).toBeVisible({ timeout: 120_000 });
  await shoot(page, "chaos-proven");
});
