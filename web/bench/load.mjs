// Page load times: on a slow phone with an empty cache, and again on this machine.
import { logIn, median, settled, slowCpu, slowNetwork, visitor } from "./browser.mjs";

const RUNS = 5;

/** Blocking time: milliseconds by which tasks after the first paint exceed 50. No input is answered during them. */
const blocking = ({ fcp, longTasks }) =>
  longTasks
    .filter(({ startTime }) => startTime >= fcp)
    .reduce((sum, { duration }) => sum + Math.max(0, duration - 50), 0);

async function vitalsOf(page) {
  // The browser delivers entries with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  return await page.evaluate(() => window.vitals);
}

/** Read first: the check for completeness runs scripts in the page, which would count as its own tasks. */
async function vitalsWhenThere(page, quiet) {
  await quiet();
  const vitals = await vitalsOf(page);
  await settled(page);
  return vitals;
}

/** The login page on a first visit. */
async function loginCold(browser, base) {
  const { context, page, cdp, quiet } = await visitor(browser, base, "phone");
  await slowNetwork(cdp);
  await slowCpu(cdp, true);
  await page.goto("/login");
  await quiet();
  const vitals = await vitalsOf(page);
  await page.getByRole("button", { name: "Log in" }).waitFor();
  await context.close();
  return vitals;
}

/** Home of a returning user after a new release: with a session, without cached files. */
async function homeCold({ page, cdp, quiet }) {
  await page.goto("about:blank");
  await cdp.send("Network.clearBrowserCache");
  await page.goto("/");
  return await vitalsWhenThere(page, quiet);
}

async function homeWarm({ page, quiet }) {
  await page.goto("about:blank");
  await page.goto("/");
  return await vitalsWhenThere(page, quiet);
}

async function repeated(measure) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure());
  const of = (figure) => median(runs.map(figure));
  return { fcp: of(({ fcp }) => fcp), lcp: of(({ lcp }) => lcp), tbt: of(blocking) };
}

export async function measureLoading(browser, base, user, row) {
  const login = await repeated(() => loginCold(browser, base));
  const slow = await visitor(browser, base, "phone");
  await logIn(slow.page, user);
  await slowNetwork(slow.cdp);
  await slowCpu(slow.cdp, true);
  const home = await repeated(() => homeCold(slow));
  await slow.context.close();
  for (const [name, { fcp, lcp, tbt }] of Object.entries({ login, Home: home })) {
    row(`${name}, slow phone, nothing cached: first contentful paint`, fcp, "ms", 1500);
    row(`${name}, slow phone, nothing cached: largest contentful paint`, lcp, "ms", 2000);
    row(`${name}, slow phone, nothing cached: blocking time`, tbt, "ms", 150);
  }
  const fast = await visitor(browser, base, "desktop");
  await logIn(fast.page, user);
  const warm = await repeated(() => homeWarm(fast));
  await fast.context.close();
  row("Home, cached, this machine: largest contentful paint", warm.lcp, "ms", 400);
}
