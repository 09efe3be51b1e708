import { expect, test } from "vitest";
import { stacked } from "./stack";

test("bars are stacked, and the highest is drawn first", () => {
  const below = { label: "In-app", colour: "--accent", values: [1, 0, null, 4] };
  const above = { label: "WhatsApp", colour: "--focus", values: [26, 0, 3, null] };
  expect(stacked([below, above])).toEqual([
    { ...above, values: [27, null, 3, 4] },
    { ...below, values: [1, null, null, 4] },
  ]);
});
