import { describe, expect, test } from "vitest";
import type { Message } from "@/features/messages/model";
import { formatDayName } from "@/lib/format";
import { byDay } from "./days";
import { arrange, orderOf } from "./order";
import type { Contact } from "./queries";
import { serviceWindow, timeLeft } from "./window";

const HOUR = 3_600_000;

describe("the service window", () => {
  const now = Date.parse("2026-01-15T12:00:00Z");
  const ending = (milliseconds: number) => new Date(now + milliseconds).toISOString();

  test("is closed without an inbound message, and at its end", () => {
    for (const end of [undefined, null, ending(0), ending(-1)]) {
      expect(serviceWindow(end, now)).toEqual({ left: 0, share: 0, state: "closed" });
    }
    expect(serviceWindow(ending(1), now).state).toBe("closing");
  });

  test("counts down, and warns in its last hour", () => {
    expect(serviceWindow(ending(24 * HOUR), now)).toEqual({ left: 24 * HOUR, share: 1, state: "open" });
    expect(serviceWindow(ending(6 * HOUR), now).share).toBe(0.25);
    expect(serviceWindow(ending(HOUR), now).state).toBe("open");
    expect(serviceWindow(ending(HOUR - 1), now).state).toBe("closing");
    // The provider's clock may be ahead of this one.
    expect(serviceWindow(ending(25 * HOUR), now).share).toBe(1);
  });

  test("is shown in whole minutes, rounded down", () => {
    const minute = 60_000;
    expect(
      [
        1,
        minute - 1,
        minute,
        59 * minute,
        HOUR,
        HOUR + minute,
        3 * HOUR + 12 * minute + 59_999,
        24 * HOUR,
      ].map(timeLeft),
    ).toEqual([
      "less than a minute",
      "less than a minute",
      "1 min",
      "59 min",
      "1 h",
      "1 h 1 min",
      "3 h 12 min",
      "24 h",
    ]);
  });
});

test("messages are read from the oldest, under their local days", () => {
  const at = (day: number, hour: number) => new Date(2026, 0, day, hour).toISOString();
  const message = (id: string, created_at: string) => ({ id, created_at }) as Message;
  const days = byDay([
    message("d", at(3, 0)),
    message("c", at(2, 23)),
    message("b", at(2, 0)),
    message("a", at(1, 5)),
  ]);
  expect(days.map(({ day, messages }) => [day, messages.map(({ id }) => id)])).toEqual([
    ["2026-01-01", ["a"]],
    ["2026-01-02", ["b", "c"]],
    ["2026-01-03", ["d"]],
  ]);
  expect(byDay([])).toEqual([]);
});

test("days near today have names", () => {
  const now = new Date(2026, 2, 30, 1).getTime();
  const name = (day: number, hour = 12) => formatDayName(new Date(2026, 2, day, hour).toISOString(), now);
  expect([name(30, 0), name(29, 23), name(29, 0)]).toEqual(["Today", "Yesterday", "Yesterday"]);
  expect(name(28)).toContain("2026");
  expect(name(31)).toContain("2026");
});

describe("the order of the list", () => {
  const contact = (to: string, hour: number) =>
    ({ to, last_inbound_at: `2026-01-15T${String(hour).padStart(2, "0")}:00:00Z` }) as Contact;
  const before = [contact("+3", 3), contact("+2", 2), contact("+1", 1)];
  const order = orderOf(before);
  const phones = (rows: readonly Contact[]) => rows.map(({ to }) => to);

  test("is unchanged while others write", () => {
    const { rows, moved } = arrange(
      [contact("+4", 5), contact("+1", 4), contact("+3", 3), contact("+2", 2)],
      order,
    );
    expect(phones(rows)).toEqual(["+3", "+2", "+1"]);
    // The rows' contents are new nevertheless.
    expect(rows[2]?.last_inbound_at).toContain("T04");
    expect(moved).toBe(2);
  });

  test("is unchanged if the first writes again", () => {
    const { rows, moved } = arrange([contact("+3", 6), contact("+2", 2), contact("+1", 1)], order);
    expect([phones(rows), moved]).toEqual([["+3", "+2", "+1"], 0]);
  });

  test("announces contacts of the newest second, or lists them behind it", () => {
    const before = arrange([contact("+9", 3), ...[3, 2, 1].map((hour) => contact(`+${hour}`, hour))], order);
    expect([phones(before.rows), before.moved]).toEqual([["+3", "+2", "+1"], 1]);
    const alone = arrange([contact("+3", 3), contact("+0", 3)], orderOf([contact("+3", 3)]));
    expect([phones(alone.rows), alone.moved]).toEqual([["+3", "+0"], 0]);
  });

  test("continues with older ones", () => {
    const { rows, moved } = arrange([...before, contact("+0", 0)], order);
    expect([phones(rows), moved]).toEqual([["+3", "+2", "+1", "+0"], 0]);
  });
});
