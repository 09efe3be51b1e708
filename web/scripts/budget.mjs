// Fails if the build exceeds its size budgets. Sizes are those of the gzip copies of the files that a page loads before
// its first paint.
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

const kB = 1000;
const dist = new URL("../dist/", import.meta.url).pathname;
const manifest = JSON.parse(await readFile(join(dist, ".vite/manifest.json"), "utf8"));

// The size of a file's gzip copy, or of the file itself if it has none (scripts/compress.mjs).
async function sizeOf(file) {
  const found = await stat(join(dist, `${file}.gz`)).catch(() => stat(join(dist, file)));
  return found.size;
}

const sizes = new Map();
for (const chunk of Object.values(manifest)) {
  for (const file of [chunk.file, ...(chunk.css ?? [])]) {
    if (!sizes.has(file)) sizes.set(file, await sizeOf(file));
  }
}

// A chunk and its static imports, transitively.
function closure(keys, seen = new Set()) {
  for (const key of keys) {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${key} is not in the manifest`);
    if (seen.has(key)) continue;
    seen.add(key);
    closure(chunk.imports ?? [], seen);
  }
  return seen;
}

const scripts = (keys) => [...keys].map((key) => manifest[key].file).filter((file) => file.endsWith(".js"));
const sum = (files) => [...new Set(files)].reduce((total, file) => total + (sizes.get(file) ?? 0), 0);
// The manifest key of a chunk with a name from scripts/chunks.ts.
const key = (name) => {
  const found = Object.keys(manifest).find((entry) => manifest[entry].name === name);
  if (!found) throw new Error(`no chunk has the name ${name}`);
  return found;
};

const login = closure([key("first"), key("login")]);
const home = closure([key("first"), key("console")]);

const checks = [
  ["login, scripts", sum(scripts(login)), 120 * kB],
  ["home, scripts", sum(scripts(home)), 170 * kB],
  ["styles", sum([...sizes.keys()].filter((file) => file.endsWith(".css"))), 15 * kB],
];
for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry || home.has(name)) continue;
  const own = [...closure([name])].filter((part) => !home.has(part));
  checks.push([name.replace("src/", ""), sum(scripts(own)), 45 * kB]);
}

// The files that the binary embeds: a brotli and a gzip copy of each, or the original if compression does not help.
let [total, packed] = [0, 0];
for (const name of await readdir(dist, { recursive: true })) {
  const file = await stat(join(dist, name));
  if (!file.isFile()) continue;
  total += file.size;
  if (!name.endsWith(".gz")) packed += file.size;
}
checks.push(["all of dist, packed", packed, 1500 * kB], ["all of dist with both copies", total, 2000 * kB]);

let failed = false;
for (const [name, size, budget] of checks) {
  const over = size > budget;
  failed ||= over;
  console.log(
    `${over ? "OVER" : "  ok"}  ${(size / kB).toFixed(1).padStart(7)} of ${budget / kB} kB  ${name}`,
  );
}
if (failed) {
  console.error("The build is over its budget.");
  process.exit(1);
}
