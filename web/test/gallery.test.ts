import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { newRouter } from "@/router";
import { GALLERY, gallery, WITHOUT_PICTURE } from "../e2e/gallery";

const pages = GALLERY.flatMap((group) => group.pages);
// Tests run in the folder of the console.
const IMAGES = "../docs/images/console";

test("every route of the console has a picture in docs/console.md, or a reason for none", () => {
  const routes = Object.keys(newRouter().routesByPath).map((path) => path.replace(/(.)\/$/, "$1"));
  expect(routes.length).toBeGreaterThan(40);
  const known = [...pages.map(({ route }) => route), ...Object.keys(WITHOUT_PICTURE)];
  expect(known.toSorted()).toEqual([...new Set(routes)].toSorted());
});

test("docs/console.md has the gallery and all of its pictures, and there are no others", () => {
  const document = readFileSync("../docs/console.md", "utf8");
  expect(document).toContain(gallery());
  const files = pages.map(({ name }) => `${name}.webp`);
  for (const file of files) expect(existsSync(`${IMAGES}/${file}`), file).toBe(true);
  expect(readdirSync(IMAGES).toSorted()).toEqual(files.toSorted());
});
