// Writes a brotli and a gzip file beside each text asset of dist, so that the server never compresses.
import { readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url).pathname;
const text = new Set([".js", ".css", ".html", ".svg", ".json", ".webmanifest", ".txt"]);

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  // index.html gets a nonce with each answer, so a compressed copy could never be sent.
  if (!entry.isFile() || !text.has(extname(file)) || file === join(dist, "index.html")) continue;
  if (file.includes("/.vite/")) continue;
  const content = await readFile(file);
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  const gzip = gzipSync(content, { level: 9 });
  for (const [suffix, packed] of [
    [".br", brotli],
    [".gz", gzip],
  ]) {
    if (packed.length < content.length) await writeFile(file + suffix, packed);
    else await unlink(file + suffix).catch(() => {});
  }
}
