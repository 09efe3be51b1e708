import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

/** Pictures of every page in each size and theme, into SCREENSHOTS (default: a folder of the system's temporary ones). */
export default defineConfig({ ...base, testMatch: "**/*.shots.ts" });
