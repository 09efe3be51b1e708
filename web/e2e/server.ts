import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { Client } from "pg";

/** A running program with its own database. */
export interface Server {
  console: string;
  phones: string;
  databaseUrl: string;
  /** Stops the program and removes its database. */
  stop: () => Promise<void>;
}

/**
 * Starts the server of all tests, unless CONSOLE_URL and PHONES_URL are set: then the tests run against those. Tests that
 * insert rows also need CONSOLE_DATABASE_URL.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.CONSOLE_URL) return undefined;
  const server = await startServer();
  process.env.CONSOLE_DATABASE_URL = server.databaseUrl;
  process.env.CONSOLE_URL = server.console;
  process.env.PHONES_URL = server.phones;
  return server.stop;
}

/**
 * Starts `switchboard dev`, the real program with a simulator for every provider, on free ports and with its own
 * database on the servers of DATABASE_URL and REDIS_URL.
 */
export async function startServer(): Promise<Server> {
  const { DATABASE_URL, REDIS_URL } = process.env;
  if (!DATABASE_URL || !REDIS_URL) {
    throw new Error('Set DATABASE_URL and REDIS_URL first: eval "$(scripts/services up test)"');
  }
  const name = `console_${randomBytes(6).toString("hex")}`;
  await administer(DATABASE_URL, `CREATE DATABASE ${name}`);
  const database = new URL(DATABASE_URL);
  database.pathname = `/${name}`;
  const binary =
    process.env.SWITCHBOARD_BIN ?? fileURLToPath(new URL("../../target/debug/switchboard", import.meta.url));
  const port = await freePort();
  const child = spawn(binary, ["dev"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      DATABASE_URL: database.href,
      REDIS_PREFIX: name,
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      SIMULATOR_PORT: "0",
      // Tests make what they need: thirty days of demo activity would only be in their way.
      DEV_HISTORY_DAYS: process.env.DEV_HISTORY_DAYS ?? "0",
      // Each test signs up a user: hashes at their real cost would keep a small machine busy and delay responses.
      BCRYPT_COST: "4",
      // Many tests log in as the same demo users.
      RATE_LIMIT_SUCCESSFUL_LOGINS_PER_ACCOUNT: "5000",
      LOG: "warn",
    },
  });
  const { console, phones } = await addresses(child);
  const stop = async () => {
    await ended(child);
    await administer(DATABASE_URL, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { console, phones, databaseUrl: database.href, stop };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** Waits for the lines that the program prints once it serves. */
function addresses(child: ChildProcess): Promise<{ console: string; phones: string }> {
  return new Promise((resolve, reject) => {
    let output = "";
    const take = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
      const console = /Switchboard is at (\S+)/.exec(output)?.[1];
      const phones = /Phones are at\s+(\S+)/.exec(output)?.[1];
      if (console && phones) resolve({ console, phones });
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`switchboard ended with ${code}:\n${output}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const kill = setTimeout(() => child.kill("SIGKILL"), 20_000);
    child.once("exit", () => {
      clearTimeout(kill);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
