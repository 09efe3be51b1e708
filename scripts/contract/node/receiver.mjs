// The simulator, and a receiver of its webhooks.
import { once } from "node:events";
import { createServer } from "node:http";

export const url = process.env.SIMULATOR_URL;

/** Receives webhooks until it is closed. `take` returns the next one: headers and body. */
export async function receive() {
  const webhooks = [];
  const waiting = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    response.end();
    const webhook = { headers: request.headers, body: Buffer.concat(chunks).toString() };
    const next = waiting.shift();
    if (next) next(webhook);
    else webhooks.push(webhook);
  });
  server.listen(Number(process.env.HOOKS_PORT), "127.0.0.1");
  await once(server, "listening");
  return {
    take: () => (webhooks.length ? webhooks.shift() : new Promise((resolve) => waiting.push(resolve))),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A control of the simulator. */
export async function control(method, path, body) {
  const headers = body ? { "Content-Type": "application/json" } : {};
  const response = await fetch(`${url}/simulator/${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
