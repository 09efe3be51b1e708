import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

/** The pictures of the README, in both themes, and of docs/console.md, into docs/images. */
export default defineConfig({
  ...base,
  workers: 1,
  projects: [
    ...(["light", "dark"] as const).map((theme) => ({
      name: `picture-${theme}`,
      testMatch: "**/readme.pictures.ts",
      use: { viewport: { width: 1200, height: 760 }, deviceScaleFactor: 1.5, colorScheme: theme },
    })),
    {
      name: "gallery",
      testMatch: "**/gallery.pictures.ts",
      use: {
        viewport: { width: 1200, height: 760 },
        colorScheme: "light" as const,
        baseURL: process.env.CONSOLE_URL,
      },
    },
  ],
});
