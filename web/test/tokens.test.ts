// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../src/styles/tokens.css", import.meta.url), "utf8");

function tokens(selector: string): Record<string, string> {
  const start = css.indexOf(selector);
  const block = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1], m[2]]));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const grounds = ["bg", "surface", "raised", "sunken", "hover"];
const text: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ["text", ground],
    ["muted", ground],
    ["accent", ground],
    ["danger", ground],
  ]),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-danger", "danger"],
  ["on-danger", "danger-hover"],
  ...["accent", "danger", "warn", "ok", "info", "idle"].map((kind): [string, string] => [
    `on-${kind}-soft`,
    `${kind}-soft`,
  ]),
];
// Borders of fields and the focus ring are not text: 3:1 (WCAG 1.4.11).
const shapes: [string, string][] = ["bg", "surface", "raised", "sunken"].flatMap(
  (ground): [string, string][] => [
    ["line-strong", ground],
    ["focus", ground],
  ],
);

describe.each([
  ["light", '[data-theme="light"]'],
  ["dark", '[data-theme="dark"]'],
])("%s theme", (_, selector) => {
  const theme = tokens(selector);
  it.each(text)("%s on %s is readable (4.5:1)", (front, back) => {
    expect(contrast(theme[front] ?? "", theme[back] ?? "")).toBeGreaterThanOrEqual(4.5);
  });
  it.each(shapes)("%s on %s is visible (3:1)", (front, back) => {
    expect(contrast(theme[front] ?? "", theme[back] ?? "")).toBeGreaterThanOrEqual(3);
  });
});

it("uses the same dark values for the system's dark theme", () => {
  expect(tokens('[data-theme="system"]')).toEqual(tokens('[data-theme="dark"]'));
});

it("names the same colours in both themes", () => {
  expect(Object.keys(tokens('[data-theme="light"]'))).toEqual(Object.keys(tokens('[data-theme="dark"]')));
});
