import { defineConfig, type Project } from "@playwright/test";

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** Two sizes and two themes: every test runs in each. */
export const projects: Project[] = (["phone", "desktop"] as const).flatMap((size) =>
  (["light", "dark"] as const).map((theme) => ({
    name: `${size}-${theme}`,
    use: { viewport: sizes[size], hasTouch: size === "phone", colorScheme: theme },
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
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      // Chromium's sandbox refuses to run as root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
  projects,
});
