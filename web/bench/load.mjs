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

/** They are taken first: whether everything is there is asked by scripts in the page, which would count as its own. */
async function vitalsWhenThere(page, quiet) {
  await quiet();
  const vitals = await vitalsOf(page);
  await settled(page);
  return vitals;
}

/** The login as a first visitor sees it. */
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

/** Home of somebody who comes back, after a new release: the session is there, the files are not. */
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
