// Lighthouse's scores of the login page on its mid-range phone.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { executable } from "./browser.mjs";

/**
 * The newest version for Node 20. Installed for this measurement only: it is larger than all dependencies of the
 * console.
 */
const LIGHTHOUSE = "lighthouse@12.8.2";
const WANTED = { performance: 95, accessibility: 100, "best-practices": 100 };

export async function measureLighthouse(base, row) {
  const categories = Object.keys(WANTED).join(",");
  const { stdout } = await promisify(execFile)(
    "npx",
    [
      "--yes",
      LIGHTHOUSE,
      `${base}/login`,
      "--quiet",
      "--output=json",
      `--only-categories=${categories}`,
      "--chrome-flags=--headless=new --no-sandbox",
    ],
    { env: { ...process.env, CHROME_PATH: executable }, maxBuffer: 64 * 1024 * 1024 },
  );
  const report = JSON.parse(stdout);
  for (const [name, least] of Object.entries(WANTED)) {
    const { title, score } = report.categories[name];
    row(`login, Lighthouse on a phone: ${title.toLowerCase()}`, score * 100, "points", { at_least: least });
  }
}
