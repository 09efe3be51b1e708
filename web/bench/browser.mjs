// Shared by all measurements: the browser, its throttling, and a logged-in user.
import { readFileSync } from "node:fs";
import { chromium } from "@playwright/test";

export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** A mid-range phone on a slow mobile network: Lighthouse's "slow 4G". */
const SLOW_NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};
const SLOW_CPU = 4;

// Without address bar suggestions: they use CPU time while a page is measured, and nobody sees them.
const { disabledFeatures } = JSON.parse(readFileSync(new URL("../chromium.json", import.meta.url), "utf8"));

export const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";

export async function launch() {
  return await chromium.launch({
    executablePath: executable,
    args: [`--disable-features=${disabledFeatures.join(",")}`],
  });
}

/** A separate browser context: no cookies, nothing cached. */
export async function visitor(browser, base, size) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: sizes[size],
    hasTouch: size === "phone",
  });
  await context.addInitScript(observe);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  return { context, page, cdp, quiet: quietOf(page) };
}

const QUIET_MS = 1_000;

/**
 * Waits until a page has made no request for a second. Determined from the network: scripts in the page would count as
 * its own tasks. The endless event stream is not counted.
 */
function quietOf(page) {
  const open = new Set();
  let last = Date.now();
  const touch = (change) => (request) => {
    if (new URL(request.url()).pathname === "/v1/events/stream") return;
    change(request);
    last = Date.now();
  };
  page.on(
    "request",
    touch((request) => open.add(request)),
  );
  for (const end of ["requestfinished", "requestfailed"]) {
    page.on(
      end,
      touch((request) => open.delete(request)),
    );
  }
  return async () => {
    last = Date.now();
    while (open.size > 0 || Date.now() - last < QUIET_MS) await new Promise((done) => setTimeout(done, 50));
  };
}

export async function slowCpu(cdp, slow) {
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slow ? SLOW_CPU : 1 });
}

export async function slowNetwork(cdp) {
  await cdp.send("Network.emulateNetworkConditions", SLOW_NETWORK);
}

export async function logIn(page, { username, password }) {
  await page.goto("/login");
  await page.getByLabel("Username").fill(username);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await settled(page);
}

/** Waits until a console page is complete. */
export async function settled(page) {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator("[data-connection=live]").waitFor();
  await page.waitForFunction(() => {
    const waits = document.querySelector(".animate-skeleton, [aria-busy=true], .invisible");
    return waits === null && performance.now() - window.vitals.lastResponse > 500;
  });
}

/** Runs in each page before its own scripts. */
function observe() {
  const vitals = { fcp: 0, lcp: 0, longTasks: [], interactions: [], lastResponse: 0 };
  window.vitals = vitals;
  const on = (type, take, options) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
      ...options,
    });
  on("paint", ({ name, startTime }) => {
    if (name === "first-contentful-paint") vitals.fcp = startTime;
  });
  on("largest-contentful-paint", ({ startTime }) => {
    vitals.lcp = startTime;
  });
  on("longtask", ({ startTime, duration }) => vitals.longTasks.push({ startTime, duration }));
  on("resource", ({ responseEnd }) => {
    vitals.lastResponse = Math.max(vitals.lastResponse, responseEnd);
  });
  on(
    "event",
    ({ interactionId, duration, name }) => {
      if (interactionId) vitals.interactions.push({ id: interactionId, duration, name });
    },
    { durationThreshold: 16 },
  );
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? Number.NaN;
}

export const median = (values) => percentile(values, 0.5);
