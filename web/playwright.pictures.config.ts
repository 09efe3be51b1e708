import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

/** The pictures of the README, in both themes, into docs/images. */
export default defineConfig({
  ...base,
  testMatch: "**/readme.pictures.ts",
  workers: 1,
  projects: (["light", "dark"] as const).map((theme) => ({
    name: `picture-${theme}`,
    use: { viewport: { width: 1200, height: 760 }, deviceScaleFactor: 1.5, colorScheme: theme },
  })),
});
