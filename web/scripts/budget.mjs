// Fails when the build outgrows its budget. Sizes are gzip, of the files that a page needs for its first paint.
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const kB = 1000;
const dist = new URL("../dist/", import.meta.url).pathname;
const manifest = JSON.parse(await readFile(join(dist, ".vite/manifest.json"), "utf8"));
const entry = Object.values(manifest).find((chunk) => chunk.isEntry);

const sizes = new Map();
for (const chunk of Object.values(manifest)) {
  for (const file of [chunk.file, ...(chunk.css ?? [])]) {
    if (!sizes.has(file)) sizes.set(file, gzipSync(await readFile(join(dist, file)), { level: 9 }).length);
  }
}

// A chunk and everything that it imports statically.
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
const key = (source) => {
  const found = Object.keys(manifest).find((name) => name.endsWith(source));
  if (!found) throw new Error(`no chunk is made from ${source}`);
  return found;
};

const main = key(entry.src);
const shell = key("src/app/layout.tsx");
const login = closure([
  main,
  key("src/features/auth/auth-layout.tsx"),
  key("src/features/auth/login-page.tsx"),
]);
const home = closure([main, shell, key("src/features/home/home-page.tsx")]);

const checks = [
  ["login, scripts", sum(scripts(login)), 120 * kB],
  ["home, scripts", sum(scripts(home)), 170 * kB],
  ["styles", sum([...sizes.keys()].filter((file) => file.endsWith(".css"))), 15 * kB],
];
const core = closure([main, shell]);
for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry || core.has(name)) continue;
  const own = [...closure([name])].filter((part) => !core.has(part));
  checks.push([name.replace("src/", ""), sum(scripts(own)), 45 * kB]);
}

// What the binary embeds: each file as it is, and its packed copies.
let [total, packed] = [0, 0];
const names = new Set(await readdir(dist, { recursive: true }));
for (const name of names) {
  const file = await stat(join(dist, name));
  if (!file.isFile()) continue;
  total += file.size;
  if (!names.has(`${name}.br`) && !name.endsWith(".gz")) packed += file.size;
}
checks.push(["all of dist, packed", packed, 1500 * kB], ["all of dist with every copy", total, 2500 * kB]);

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
