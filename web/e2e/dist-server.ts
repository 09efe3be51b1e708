import { readFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const types: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

/** The policy that the program sends with its pages. */
const policy = (nonce: string) =>
  `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`;

/** Serves `dist` as the program does, and forwards the API to a program that was built without the console. */
export function serveDist(port: number, api: string): Promise<Server> {
  const server = createServer(async (incoming, answer) => {
    const { pathname } = new URL(incoming.url ?? "/", "http://console.invalid");
    if (/^\/(v1|health|openapi\.json|docs|redoc)/.test(pathname)) {
      const { method, headers } = incoming;
      const forwarded = request(new URL(incoming.url ?? "/", api), { method, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        answer.flushHeaders();
        response.pipe(answer);
      });
      forwarded.on("error", () => answer.destroy());
      answer.on("close", () => forwarded.destroy());
      incoming.pipe(forwarded);
      return;
    }
    const type = types[extname(pathname)];
    const file = type ? await readFile(join(dist, pathname)).catch(() => undefined) : undefined;
    if (file) return answer.writeHead(200, { "Content-Type": type }).end(file);
    const nonce = crypto.randomUUID();
    const index = await readFile(join(dist, "index.html"), "utf8");
    answer.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": policy(nonce) });
    answer.end(index.replaceAll("__CSP_NONCE__", nonce));
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}
