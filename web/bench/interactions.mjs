// Interaction to next paint on a slow phone's CPU.
import { logIn, percentile, settled, slowCpu, visitor } from "./browser.mjs";

const ROUNDS = 12;
/** The browser reports no shorter ones. */
const SHORTEST_MS = 16;

/** Runs a function that makes `count` inputs; returns the milliseconds from each to the next paint. */
async function interactions(page, count, run) {
  await page.evaluate(() => {
    window.vitals.interactions.length = 0;
  });
  await run();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
  const entries = await page.evaluate(() => window.vitals.interactions);
  const longest = new Map();
  for (const { id, duration } of entries) longest.set(id, Math.max(duration, longest.get(id) ?? 0));
  const unreported = Math.max(0, count - longest.size);
  return [...longest.values(), ...Array.from({ length: unreported }, () => SHORTEST_MS)];
}

async function sending(page, other) {
  await page.goto("/messages/new");
  await settled(page);
  await page.getByLabel("To", { exact: true }).fill(other);
  return async () => {
    const quoted = page.waitForResponse("**/v1/messages?dry_run=true");
    await page.locator("textarea[name=text]").fill("How long does this take?");
    await quoted;
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Delivered", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Write another" }).click();
  };
}

async function filtering(page) {
  await page.goto("/messages");
  await settled(page);
  const status = page.getByLabel("Status");
  return async () => {
    await status.focus();
    await page.keyboard.press("ArrowDown");
    await page.getByLabel("Contact").focus();
    await page.keyboard.type("bob");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Delete");
  };
}

async function palette(page) {
  await page.goto("/");
  await settled(page);
  const dialog = page.getByRole("dialog", { name: "Command palette" });
  return async () => {
    await page.keyboard.press("ControlOrMeta+k");
    await dialog.waitFor();
    await page.keyboard.type("cred");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  };
}

export async function measureInteractions(browser, base, user, row) {
  const { context, page, cdp } = await visitor(browser, base, "desktop");
  await logIn(page, user);
  const kinds = { send: [sending, 2], filter: [filtering, 6], palette: [palette, 6] };
  for (const [name, [prepare, inputs]] of Object.entries(kinds)) {
    await slowCpu(cdp, false);
    const round = await prepare(page, user.other);
    await slowCpu(cdp, true);
    // The first interaction loads code that the others share.
    const first = await interactions(page, inputs, round);
    const durations = await interactions(page, inputs * ROUNDS, async () => {
      for (let at = 0; at < ROUNDS; at += 1) await round();
    });
    row(
      `${name}, slow processor: input to next paint, p98`,
      percentile([...first, ...durations], 0.98),
      "ms",
      200,
    );
  }
  await context.close();
}
