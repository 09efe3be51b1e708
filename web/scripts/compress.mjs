// Replaces each text file in dist with a brotli and a gzip copy, so that the server never compresses. For clients that
// accept neither, the server decompresses the gzip copy: embedding the original too would double the binary's assets.
import { readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url).pathname;
const text = new Set([".js", ".css", ".html", ".svg", ".json", ".webmanifest", ".txt"]);

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  // index.html gets a nonce per response, so a compressed copy could not be used.
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
