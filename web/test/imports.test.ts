// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const src = new URL("../src/", import.meta.url).pathname;
const sources = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) =>
  /\.tsx?$/.test(name),
);

test("icons are imported one by one", () => {
  expect(sources.length).toBeGreaterThan(100);
  // The package's index exports all icons: importing it would bundle each of them into the first file.
  const all = sources.filter((name) =>
    /import (?!type )[^;]*from "lucide-react";/.test(readFileSync(join(src, name), "utf8")),
  );
  expect(all).toEqual([]);
});
