import { expect, it } from "vitest";
import { partsOf, placesOf } from "./placeholders";

it("a text is split at its placeholders", () => {
  expect(partsOf("Hello {{first_name}}, at {{ time }}.")).toEqual([
    { text: "Hello ", place: false },
    { text: "first_name", place: true },
    { text: ", at ", place: false },
    { text: "time", place: true },
    { text: ".", place: false },
  ]);
  expect(partsOf("")).toEqual([]);
});

it("an incomplete placeholder stays text", () => {
  for (const body of ["{{First}}", "{{1st}}", "{{ }}", "{{open", "{name}"]) {
    expect(partsOf(body), body).toEqual([{ text: body, place: false }]);
  }
});

it("each placeholder is named once", () => {
  expect(placesOf("{{b}} {{a}} {{b}}")).toEqual(["b", "a"]);
});
