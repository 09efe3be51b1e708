import { expect, type Locator, type Page, type Request } from "@playwright/test";

interface Shift {
  value: number;
  /** An element that moved, from where to where. */
  moved: string[];
}

declare global {
  interface Window {
    layoutShifts: { list: Shift[]; flush: () => void };
  }
}

/** Records layout shifts on pages opened from now on. Call it before the first `goto`. */
export async function recordShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const list: Shift[] = [];
    const name = (node: Node | undefined) => {
      const element = node instanceof Element ? node : node?.parentElement;
      const text = element?.textContent?.replace(/\s+/g, " ").trim().slice(0, 40);
      return element ? `<${element.localName} class="${element.className}"> ${text}` : "a node that is gone";
    };
    const at = ({ x, y, width, height }: DOMRectReadOnly) => `${x},${y} ${width}x${height}`;
    const take = (entries: PerformanceEntryList) => {
      for (const entry of entries as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node?: Node; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
      })[]) {
        if (entry.hadRecentInput) continue;
        // Chromium also counts elements behind the bar at the bottom of a phone.
        const bar = [...document.querySelectorAll("nav")].find(
          (nav) => getComputedStyle(nav).position === "fixed" && nav.offsetHeight > 0,
        );
        const edge = bar?.getBoundingClientRect().top ?? innerHeight;
        const hidden = ({ y, height }: DOMRectReadOnly) => height === 0 || y >= edge;
        const { sources } = entry;
        if (sources.length > 0 && sources.every((one) => hidden(one.previousRect) && hidden(one.currentRect)))
          continue;
        const moved = entry.sources.map(
          ({ node, previousRect, currentRect }) => `${name(node)}: ${at(previousRect)} to ${at(currentRect)}`,
        );
        list.push({ value: entry.value, moved });
      }
    };
    const observer = new PerformanceObserver((entries) => take(entries.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    window.layoutShifts = { list, flush: () => take(observer.takeRecords()) };
  });
}

/** The budget of console pages; Chromium's "good" is five times as much. */
const MOST_SHIFT = 0.02;

/** Fails if layout shifts since the page was opened, or since the last call, exceed the budget. */
export async function expectStill(page: Page, what: string): Promise<void> {
  const shifts = await page.evaluate(async () => {
    // Layout is reported with its frame.
    for (let frames = 0; frames < 2; frames += 1) await new Promise((done) => requestAnimationFrame(done));
    window.layoutShifts.flush();
    return window.layoutShifts.list.splice(0);
  });
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  expect.soft(sum, `${what}: ${JSON.stringify(shifts, null, 1)}`).toBeLessThanOrEqual(MOST_SHIFT);
}

/** Tracks requests without a response. The endless event stream does not count. */
export class Traffic {
  private readonly open = new Set<Request>();
  /** Paths of all requests since the last `forget`. */
  readonly seen: string[] = [];

  constructor(private readonly page: Page) {
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === "/v1/events/stream") return;
      this.open.add(request);
      this.seen.push(`${request.method()} ${pathname}`);
    });
    page.on("response", (response) => this.open.delete(response.request()));
    page.on("requestfailed", (request) => this.open.delete(request));
  }

  /** Waits until everything is loaded: no request is pending and no skeleton is left. */
  async settled(): Promise<void> {
    await expect
      .poll(async () => {
        const waiting = [...this.open].map((request) => request.url());
        return [...waiting, ...(await this.page.locator(".animate-skeleton, [aria-busy=true]").all())];
      })
      .toEqual([]);
  }

  forget(): void {
    this.seen.length = 0;
  }
}

/** Delays the API's responses until it is called: shows the page as on a slow network. */
export async function holdAnswers(page: Page): Promise<() => Promise<void>> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((done) => {
    release = done;
  });
  const path = /\/v1\/(?!auth\/|events\/stream)/;
  await page.route(path, async (route) => {
    await released;
    await route.fallback();
  });
  return async () => {
    release();
    await page.unroute(path);
  };
}

/** A page whose data can't be loaded shows an error; *Try again* loads them once they are available. */
export async function fails(page: Page, path: string, url: string, content: Locator): Promise<void> {
  await page.route(url, (route) => route.abort());
  await page.goto(path);
  const failed = page.getByRole("alert").filter({ hasText: "No connection" }).first();
  await expect(failed).toBeVisible();
  await page.unroute(url);
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(content).toBeVisible();
}
