// A conversation of 50,000 messages: frame rate while scrolling, and memory. The messages are generated here instead of
// the API, because the page is what is measured.
import { logIn, settled, visitor } from "./browser.mjs";

const MESSAGES = 50_000;
const ID = "conv_01kahx0m5te7nb7s0q4d8v2c3f";
const SCROLL_MS = 4_000;
const PX_PER_SECOND = 3_000;

const words = "one two three four five six seven eight nine ten".split(" ");
/** Between one and forty words, so that rows differ in height. */
const textOf = (seq) =>
  Array.from({ length: 1 + ((seq * 7919) % 40) }, (_, at) => words[(seq + at) % 10]).join(" ");

const messageOf = (seq, me) => ({
  id: `cmsg_${seq}`,
  conversation_id: ID,
  seq,
  role: "user",
  sender: seq % 3 === 0 ? me : { id: "usr_other", username: "other" },
  client_id: null,
  body: textOf(seq),
  status: "sent",
  created_at: new Date(Date.UTC(2026, 0, 1) + seq * 60_000).toISOString(),
  edited_at: null,
  deleted_at: null,
});

const member = (one, last_read_seq) => ({ ...one, online: true, last_seen: null, last_read_seq });

async function pretend(page, me) {
  await page.route(`**/v1/conversations/${ID}`, (route) =>
    route.fulfill({
      json: {
        id: ID,
        kind: "direct",
        name: null,
        owner_id: null,
        participants: [member(me, MESSAGES), member({ id: "usr_other", username: "other" }, MESSAGES)],
        last_message: messageOf(MESSAGES, me),
        last_seq: MESSAGES,
        unread_count: 0,
        created_at: "2026-01-01T00:00:00Z",
      },
    }),
  );
  await page.route(`**/v1/conversations/${ID}/messages?*`, (route) => {
    const { searchParams } = new URL(route.request().url());
    const after = Number(searchParams.get("after_seq"));
    const count = Math.min(Number(searchParams.get("limit")), MESSAGES - after);
    const data = Array.from({ length: count }, (_, at) => messageOf(after + 1 + at, me));
    return route.fulfill({ json: { data, next_cursor: null, previous_cursor: null, source: "postgres" } });
  });
}

/** Scrolls upwards as a finger would, and counts the frames. */
function scroll(page) {
  return page.evaluate(
    ({ milliseconds, speed }) =>
      new Promise((done) => {
        const list = document.querySelector('section[aria-label="Messages"]');
        const began = performance.now();
        let [last, frames] = [began, 0];
        const step = (now) => {
          if (now > began) frames += 1;
          list.scrollTop -= ((now - last) / 1000) * speed;
          last = now;
          if (now - began < milliseconds) requestAnimationFrame(step);
          else done((frames * 1000) / (now - began));
        };
        requestAnimationFrame(step);
      }),
    { milliseconds: SCROLL_MS, speed: PX_PER_SECOND },
  );
}

export async function measureThread(browser, base, user, score) {
  for (const size of ["desktop", "phone"]) {
    const { context, page, cdp } = await visitor(browser, base, size);
    const answer = page.waitForResponse("**/v1/auth/token");
    await logIn(page, user);
    const { id, username } = (await (await answer).json()).user;
    await pretend(page, { id, username });
    await page.goto(`/chat/${ID}`);
    await settled(page);
    const rates = [];
    for (const part of [1, 0.5, 0.02]) {
      await page.evaluate((share) => {
        const list = document.querySelector('section[aria-label="Messages"]');
        list.scrollTop = list.scrollHeight * share;
      }, part);
      await settled(page);
      rates.push(await scroll(page));
    }
    const of = `thread of 50,000 messages, ${size}`;
    score(
      `${of}: frames a second while it is scrolled, the least of three places`,
      Math.min(...rates),
      "/s",
      {
        at_least: 55,
      },
    );
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    score(`${of}: heap`, usedSize / 1e6, "MB", { at_most: 150 });
    await context.close();
  }
}
