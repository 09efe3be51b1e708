import { defineConfig, type Project } from "@playwright/test";
import chromium from "./chromium.json" with { type: "json" };
import { EACH_SIZE } from "./e2e/tags";

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** One project of each size, in different themes, runs every test; the others leave out those with the tag EACH_SIZE. */
const complete = ["phone-light", "desktop-dark"];

/** Two sizes and two themes. */
export const projects: Project[] = (["phone", "desktop"] as const).flatMap((size) =>
  (["light", "dark"] as const).map((theme) => ({
    name: `${size}-${theme}`,
    use: { viewport: sizes[size], hasTouch: size === "phone", colorScheme: theme },
    ...(!complete.includes(`${size}-${theme}`) && { grepInvert: new RegExp(EACH_SIZE) }),
  })),
);

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/server.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: Number(process.env.E2E_WORKERS ?? 2),
  retries: 0,
  // Only what hangs waits for these: a machine of two cores that compiles beside it is slower by several times.
  timeout: 180_000,
  expect: { timeout: 40_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 40_000,
    locale: "en-GB",
    timezoneId: "UTC",
    // A trace costs a third of the processor time: `scripts/web e2e --trace retain-on-failure` makes one.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        // A second list takes the place of Playwright's own, so what matters of that is repeated. The suggestions of the
        // address bar are off too: each window loads two pages for them, which cost more than the console.
        `--disable-features=${chromium.disabledFeatures.join(",")}`,
      ],
    },
  },
  projects,
});
