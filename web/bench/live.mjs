// The delay from an event to the screen, and the cost of an idle page.
import { EventSourceParserStream } from "eventsource-parser/stream";
import { logIn, percentile, settled, visitor } from "./browser.mjs";

const SENDS = 60;
const BURST_EVENTS = 1_000;
const BURST_CONNECTIONS = 32;
const IDLE_MS = 20_000;

const tokenOf = async (base, { username, password }) => {
  const answer = await fetch(`${base}/v1/auth/token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password }),
  });
  return (await answer.json()).access_token;
};

/** Presses *Send* and waits for "Delivered": milliseconds from the press to the frame that shows it. */
async function pressToDelivered(page) {
  const quoted = page.waitForResponse("**/v1/messages?dry_run=true");
  await page.locator("textarea[name=text]").fill("Are you there?");
  await quoted;
  const shown = page.evaluate(
    () =>
      new Promise((done) => {
        let pressed;
        addEventListener("click", ({ timeStamp }) => (pressed ??= timeStamp), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          const status = document.querySelector("form [role=status]");
          if (!status?.textContent?.includes("Delivered")) return;
          observer.disconnect();
          // The first task after a frame starts when that frame is on its way to the screen.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port2.onmessage = () => done(performance.now() - pressed);
            port1.postMessage(0);
          });
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const milliseconds = await shown;
  await page.getByRole("button", { name: "Write another" }).click();
  return milliseconds;
}

/** The same without a page: from the request to the event, for an API client with an open stream. */
async function requestToDelivered(base, token, to) {
  const stream = await openStream(base, token);
  const times = [];
  for (let at = 0; at < SENDS; at += 1) {
    const began = performance.now();
    const delivered = stream.next(
      ({ type, data }) => type === "message.delivered" && data.status === "delivered",
    );
    await send(base, token, to);
    await delivered;
    times.push(performance.now() - began);
  }
  await stream.close();
  return times;
}

async function send(base, token, to) {
  const answer = await fetch(`${base}/v1/messages`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ channel: "in_app", to, body: "Are you there?" }),
  });
  if (answer.status !== 202) throw new Error(`a message was answered with ${answer.status}`);
  await answer.arrayBuffer();
}

/** A separate event stream. */
async function openStream(base, token) {
  const end = new AbortController();
  const response = await fetch(`${base}/v1/events/stream`, {
    headers: { Authorization: `Bearer ${token}`, Accept: "text/event-stream" },
    signal: end.signal,
  });
  const waiting = new Set();
  const state = { count: 0, last: 0 };
  const read = async () => {
    const events = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { id, data } of events) {
      if (!id) continue;
      state.count += 1;
      state.last = Date.now();
      const event = JSON.parse(data);
      for (const one of waiting) {
        if (one.matches(event)) {
          waiting.delete(one);
          one.done(event);
        }
      }
    }
  };
  const reading = read().catch(() => undefined);
  return {
    state,
    next: (matches) => new Promise((done) => waiting.add({ matches, done })),
    close: async () => {
      end.abort();
      await reading;
    },
  };
}

/** A thousand events while Home is open: the longest task, and the time until the last event is on the screen. */
async function burst(page, base, token, user) {
  const stream = await openStream(base, token);
  await page.evaluate(() => {
    window.vitals.longTasks.length = 0;
    const chip = document.querySelector("header .sr-only").parentElement;
    window.chip = { text: chip.textContent, at: 0 };
    new MutationObserver(() => {
      requestAnimationFrame(() => {
        window.chip = { text: chip.textContent, at: Date.now() };
      });
    }).observe(chip, { subtree: true, childList: true, characterData: true });
  });
  const began = Date.now();
  const clients = Array.from({ length: BURST_CONNECTIONS }, async () => {
    while (stream.state.count < BURST_EVENTS) await send(base, token, user.other);
  });
  await Promise.all(clients);
  await quiet(stream.state);
  const seconds = (stream.state.last - began) / 1000;
  const balance = await fetch(`${base}/v1/credits/balance`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const expected = new Intl.NumberFormat("en").format((await balance.json()).balance);
  await page.waitForFunction((text) => window.chip.text.includes(text), expected);
  const shown = await page.evaluate(() => window.chip.at);
  const tasks = await page.evaluate(() => window.vitals.longTasks.map(({ duration }) => duration));
  await stream.close();
  return {
    rate: stream.state.count / seconds,
    behind: Math.max(0, shown - stream.state.last),
    longest: Math.max(0, ...tasks),
  };
}

/** Waits until no event has arrived for a second. */
async function quiet(state) {
  while (Date.now() - state.last < 1_000) await new Promise((done) => setTimeout(done, 100));
}

export async function measureLive(browser, base, user, row, mark) {
  const { context, page } = await visitor(browser, base, "desktop");
  await logIn(page, user);
  const token = await tokenOf(base, user);
  await page.goto("/messages/new");
  await settled(page);
  await page.getByLabel("To", { exact: true }).fill(user.other);
  await pressToDelivered(page);
  const pressed = [];
  for (let at = 0; at < SENDS; at += 1) pressed.push(await pressToDelivered(page));
  const plain = await requestToDelivered(base, token, user.other);
  const [ours, api] = [percentile(pressed, 0.95), percentile(plain, 0.95)];
  row("Send pressed to Delivered on the screen, p50", percentile(pressed, 0.5), "ms");
  row("Send pressed to Delivered on the screen, p95", ours, "ms", 150);
  row("request to event, without a page, p95", api, "ms");
  row("on the screen / without a page, p95", ours / api, "");

  await page.goto("/");
  await settled(page);
  const { rate, behind, longest } = await burst(page, base, token, user);
  row("events of the burst", rate, "a second");
  row("burst: longest task of the page", longest, "ms", 100);
  row("burst: last event to the screen", behind, "ms", 500);

  await settled(page);
  let requests = 0;
  page.on("request", () => {
    requests += 1;
  });
  mark("idle");
  await page.waitForTimeout(IDLE_MS);
  mark("idle");
  row("requests of an idle tab", requests * (60_000 / IDLE_MS), "a minute", 0);
  await context.close();
}
