// Replaces each text asset of dist by a brotli and a gzip file, so that the server never compresses. For the rare client
// that accepts neither it decompresses the latter: a third copy would double what the program embeds.
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
  if (Math.max(brotli.length, gzip.length) >= content.length) continue;
  await writeFile(`${file}.br`, brotli);
  await writeFile(`${file}.gz`, gzip);
  await unlink(file);
}
