import { expect, it } from "vitest";
import type { Setting } from "./queries";
import { areasOf } from "./settings";

const setting = (area: string, name: string, value: string | null = null): Setting => ({
  area,
  name,
  value,
  is_secret: value === null,
  source: "set",
});

it("settings are grouped by area in the order of the server", () => {
  const all = [
    setting("http", "PORT", "8000"),
    setting("auth", "JWT_SECRET"),
    setting("http", "APP_NAME", "X"),
  ];
  expect(areasOf(all).map(({ area, settings }) => [area, settings.length])).toEqual([
    ["http", 2],
    ["auth", 1],
  ]);
  expect(areasOf(all, " jwt ").map(({ area }) => area)).toEqual(["auth"]);
  expect(areasOf(all, "8000")[0]?.settings.map(({ name }) => name)).toEqual(["PORT"]);
  expect(areasOf(all, "nothing")).toEqual([]);
});
