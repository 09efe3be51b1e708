// Measures the console of a running API; `bench console` starts it (docs/benchmarks.md). Prints a line of JSON per
// figure, {measure, value, unit, at_most?, at_least?}, and {mark} where the harness should read the API's CPU time.
//
// BENCH_CONSOLE: {"base", "username", "password", "other"}; `other` is a recipient.
import { launch } from "./browser.mjs";
import { measureInteractions } from "./interactions.mjs";
import { measureLighthouse } from "./lighthouse.mjs";
import { measureLive } from "./live.mjs";
import { measureLoading } from "./load.mjs";
import { measureThread } from "./thread.mjs";

const { base, ...user } = JSON.parse(process.env.BENCH_CONSOLE ?? "{}");
if (!base) throw new Error("BENCH_CONSOLE is not set: `bench console` sets it");

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const row = (measure, value, unit, at_most) => print({ measure, value, unit, at_most });
const score = (measure, value, unit, bound) => print({ measure, value, unit, ...bound });
const mark = (name) => print({ mark: name });

const page = await fetch(base, { headers: { Accept: "text/html" } });
if (!(await page.text()).includes('id="root"')) {
  throw new Error("This program was built without the console: run scripts/web build, then build it again.");
}
const browser = await launch();
// The harness has exited: exit too.
process.stdin.once("end", () => void browser.close().then(() => process.exit(1)));
process.stdin.resume();
await measureLoading(browser, base, user, row);
await measureInteractions(browser, base, user, row);
await measureLive(browser, base, user, row, mark);
await measureThread(browser, base, user, score);
await browser.close();
await measureLighthouse(base, score);
process.exit(0);
