// @vitest-environment node
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Icon {
  src: string;
  sizes: string;
  type: string;
  purpose: string;
}

const publicFile = (path: string) => new URL(`../public${path}`, import.meta.url);
const page = readFileSync(new URL("../index.html", import.meta.url), "utf8");
const manifest: { icons: Icon[]; theme_color: string; background_color: string } = JSON.parse(
  readFileSync(publicFile("/console.webmanifest"), "utf8"),
);

/** Width and height, from the first chunk of a PNG file. */
function sizeOf(path: string): string {
  const bytes = readFileSync(publicFile(path));
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test("icons have the sizes that the manifest declares and installation requires", () => {
  const drawn = manifest.icons.filter(({ type }) => type === "image/png");
  for (const { src, sizes } of drawn) expect(sizeOf(src), src).toBe(sizes);
  for (const purpose of ["any", "maskable"]) {
    const sizes = drawn.filter((icon) => icon.purpose === purpose).map((icon) => icon.sizes);
    expect(sizes, purpose).toEqual(["192x192", "512x512"]);
  }
});

test("the page links the manifest, icons and colours", () => {
  expect(page).toContain('<link rel="manifest" href="/console.webmanifest">');
  expect(page).toContain('<link rel="apple-touch-icon" href="/icon-192.png">');
  expect(page).toContain(`content="${manifest.theme_color}"`);
  expect(manifest.background_color).toBe(manifest.theme_color);
});

test("there is no service worker", () => {
  expect(existsSync(publicFile("/sw.js"))).toBe(false);
  expect(page).not.toContain("serviceWorker");
});
