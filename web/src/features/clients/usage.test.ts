import { expect, it } from "vitest";
import { reclaimable, seriesOf } from "./usage";

it("a report has a value for each day and channel, zero without messages", () => {
  const row = (day: string, channel: "in_app" | "whatsapp", credits: number) => ({
    day,
    channel,
    credits,
    messages: credits,
    refunded: 0,
  });
  const { times, byChannel, totals } = seriesOf({
    from: "2026-02-27",
    to: "2026-03-02",
    data: [
      row("2026-03-02", "whatsapp", 4),
      row("2026-03-02", "in_app", 1),
      row("2026-02-27", "whatsapp", 2),
    ],
    total: { credits: 7, messages: 7, refunded: 0 },
  });
  expect(times).toHaveLength(4);
  expect([...byChannel]).toEqual([
    ["in_app", [0, 0, 0, 1]],
    ["whatsapp", [2, 0, 0, 4]],
  ]);
  expect(totals).toEqual([2, 0, 0, 5]);
});

it("distributed and unspent credits are reclaimable", () => {
  expect(reclaimable({ balance: 80, distributed: 100, reclaimed: 0 })).toBe(80);
  expect(reclaimable({ balance: 500, distributed: 100, reclaimed: 30 })).toBe(70);
  expect(reclaimable({ balance: 5, distributed: 0, reclaimed: 0 })).toBe(0);
  expect(reclaimable(undefined)).toBe(0);
});
