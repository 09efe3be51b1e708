import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test as plain } from "@playwright/test";

const folder = process.env.SCREENSHOTS ?? join(tmpdir(), "switchboard-screenshots");
mkdirSync(folder, { recursive: true });

/** Takes a picture of the whole page, once everything on it has loaded. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState("load");
  // A skeleton is invisible at first.
  await expect(page.locator(".animate-skeleton, .invisible, [aria-busy=true]")).toHaveCount(0);
  // As tall as the content: bars that stick to the window's edges would cover part of a full-page picture.
  const size = page.viewportSize() ?? { width: 390, height: 844 };
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...size, height: Math.max(size.height, height) });
  await page.screenshot({
    path: join(folder, `${name}-${plain.info().project.name}.png`),
    animations: "disabled",
  });
  await page.setViewportSize(size);
}
