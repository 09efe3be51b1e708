// How soon pages are there: on a slow phone with nothing cached, and again on this machine.
import { logIn, median, settled, slowCpu, slowNetwork, visitor } from "./browser.mjs";

const RUNS = 5;

/** Milliseconds by which tasks after the first paint were longer than 50: no input is answered in them. */
const blocking = ({ fcp, longTasks }) =>
  longTasks
    .filter(({ startTime }) => startTime >= fcp)
    .reduce((sum, { duration }) => sum + Math.max(0, duration - 50), 0);

async function vitalsOf(page) {
  // Entries come with the frame after what they tell of.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  return await page.evaluate(() => window.vitals);
}

/** The login as a first visitor sees it. */
async function loginCold(browser, base) {
  const { context, page, cdp } = await visitor(browser, base, "phone");
  await slowNetwork(cdp);
  await slowCpu(cdp, true);
  await page.goto("/login");
  await page.getByRole("button", { name: "Log in" }).waitFor();
  await page.waitForFunction(() => performance.now() - window.vitals.lastResponse > 500);
  const vitals = await vitalsOf(page);
  await context.close();
  return vitals;
}

/** Home of somebody who comes back, after a new release: the session is there, the files are not. */
async function homeCold(page, cdp) {
  await page.goto("about:blank");
  await cdp.send("Network.clearBrowserCache");
  await page.goto("/");
  await settled(page);
  return await vitalsOf(page);
}

async function homeWarm(page) {
  await page.goto("about:blank");
  await page.goto("/");
  await settled(page);
  return await vitalsOf(page);
}

async function repeated(measure) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure());
  const of = (figure) => median(runs.map(figure));
  return { fcp: of(({ fcp }) => fcp), lcp: of(({ lcp }) => lcp), tbt: of(blocking) };
}

export async function measureLoading(browser, base, user, row) {
  const login = await repeated(() => loginCold(browser, base));
  const { context, page, cdp } = await visitor(browser, base, "phone");
  await logIn(page, user);
  await slowNetwork(cdp);
  await slowCpu(cdp, true);
  const home = await repeated(() => homeCold(page, cdp));
  await context.close();
  for (const [name, { fcp, lcp, tbt }] of Object.entries({ login, Home: home })) {
    row(`${name}, slow phone, nothing cached: first contentful paint`, fcp, "ms", 1500);
    row(`${name}, slow phone, nothing cached: largest contentful paint`, lcp, "ms", 2000);
    row(`${name}, slow phone, nothing cached: blocking time`, tbt, "ms", 150);
  }
  const fast = await visitor(browser, base, "desktop");
  await logIn(fast.page, user);
  const warm = await repeated(() => homeWarm(fast.page));
  await fast.context.close();
  row("Home, cached, this machine: largest contentful paint", warm.lcp, "ms", 400);
}
