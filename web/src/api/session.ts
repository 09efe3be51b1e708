import { isProblem, offline, Problem, problemOf } from "./problem";
import type { components } from "./schema";

export type User = components["schemas"]["User"];
export type Role = components["schemas"]["Role"];

/**
 * Who is logged in. `unknown` until the start has asked; `expired` where a session ended under an open page,
 * which then asks for the password over the page and keeps what was typed.
 */
export type Session = { status: "unknown" | "anonymous" } | { status: "active" | "expired"; user: User };

interface Token {
  value: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

type Message = { kind: "token"; token: Token; user: User } | { kind: "ask" } | { kind: "logged-out" };

// The access token is here and nowhere else: not in storage, a URL, or React's state. The refresh token is
// in a cookie that scripts can't read.
let token: Token | undefined;
// The last token that the server refused. Another tab may still hold it and hand it over.
let refused: string | undefined;
let session: Session = { status: "unknown" };
const listeners = new Set<() => void>();
const channel = new BroadcastChannel("swb");

/** A token that expires sooner than this is refreshed before it is used. */
const MARGIN_MS = 20_000;
/** How long another tab may take to hand over its token. */
const HANDOVER_MS = 150;

export function getSession(): Session {
  return session;
}

export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function setSession(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** Shows a change of the user's own fields everywhere at once. */
export function updateUser(user: User): void {
  if (session.status === "active") setSession({ status: "active", user });
}

/**
 * Whether somebody has been logged in here, which is no secret: it decides what is loaded first, the console or the
 * login (scripts/first-paint.ts reads it as well), and saves the question whether there is a session.
 */
const KNOWN = "swb-known";

function setKnown(known: boolean): void {
  try {
    if (known) localStorage.setItem(KNOWN, "1");
    else localStorage.removeItem(KNOWN);
  } catch {
    // Storage is switched off: each start asks.
  }
}

export function isKnown(): boolean {
  try {
    return localStorage.getItem(KNOWN) !== null;
  } catch {
    return false;
  }
}

function accept(next: Token, user: User): void {
  const other = (session.status === "active" || session.status === "expired") && session.user.id !== user.id;
  token = next;
  setKnown(true);
  setSession({ status: "active", user });
  // Another tab logged in as somebody else: nothing of the former user may stay on this page.
  if (other) location.assign("/");
}

channel.onmessage = ({ data }: MessageEvent<Message>) => {
  switch (data.kind) {
    case "token":
      if (data.token.value !== refused && data.token.expiresAt > (token?.expiresAt ?? 0))
        accept(data.token, data.user);
      break;
    case "ask":
      announce();
      break;
    case "logged-out":
      forget();
      break;
  }
};

function announce(): void {
  if (token && session.status === "active") {
    channel.postMessage({ kind: "token", token, user: session.user } satisfies Message);
  }
}

function forget(): void {
  token = undefined;
  setKnown(false);
  setSession({ status: "anonymous" });
}

const usable = (candidate: Token | undefined): candidate is Token =>
  candidate !== undefined && candidate.expiresAt - Date.now() > MARGIN_MS;

async function post(path: string, body: object): Promise<Response> {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => {
    throw offline();
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function logInBy(path: string, body: object): Promise<void> {
  const response = await post(path, { ...body, token_transport: "cookie" });
  const answer = (await response.json()) as components["schemas"]["Login"];
  accept({ value: answer.access_token, expiresAt: Date.now() + answer.expires_in * 1000 }, answer.user);
  announce();
}

export function logIn(username: string, password: string): Promise<void> {
  return logInBy("/v1/auth/token", { username, password });
}

export function logInByCode(mobile: string, code: string): Promise<void> {
  return logInBy("/v1/auth/otp/verify", { mobile, code });
}

export async function logOut(): Promise<void> {
  const authorization = token ? { Authorization: `Bearer ${token.value}` } : undefined;
  const response = await fetch("/v1/auth/logout", {
    method: "POST",
    headers: { "Content-Type": "application/json", ...authorization },
    body: "{}",
  }).catch(() => {
    throw offline();
  });
  // 401: the session was over already, which is what was wanted.
  if (!response.ok && response.status !== 401) throw await problemOf(response);
  forget();
  channel.postMessage({ kind: "logged-out" } satisfies Message);
}

const currentToken = (): string | undefined => token?.value;

/** The value for `Authorization`, refreshed first where it is about to expire. */
export async function accessToken(): Promise<string | undefined> {
  if (usable(token)) return token.value;
  if (session.status !== "active") return undefined;
  await refresh();
  return currentToken();
}

let refreshing: Promise<boolean> | undefined;

/** Gets new tokens, once for all who ask at the same time, in this tab and in the others. */
export function refresh(): Promise<boolean> {
  refreshing ??= exclusively(refreshNow).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** A token that the server refused is not used again. */
export function discardToken(value: string | undefined): void {
  refused = value;
  if (token?.value === value) token = undefined;
}

async function refreshNow(): Promise<boolean> {
  if (usable(token) || (await askOtherTabs())) return true;
  try {
    // The server may have handled a refresh whose answer was lost: within its grace period the old cookie works
    // once more, so what failed for want of a connection is tried again, once and at once.
    await logInBy("/v1/auth/refresh", {}).catch((error: unknown) => {
      if (!isProblem(error, "offline")) throw error;
      return logInBy("/v1/auth/refresh", {});
    });
    return true;
  } catch (error) {
    if (!(error instanceof Problem) || (error.status !== 401 && error.status !== 403)) throw error;
    token = undefined;
    if (session.status === "active") setSession({ status: "expired", user: session.user });
    return false;
  }
}

async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  // Web Locks exist in secure contexts only. Without them the server's grace period covers two tabs.
  return navigator.locks ? await navigator.locks.request("swb-refresh", work) : await work();
}

/** Whether another tab handed over a token. Asks only where there is another tab. */
async function askOtherTabs(): Promise<boolean> {
  const held = (await navigator.locks?.query())?.held ?? [];
  if (!held.some((lock) => lock.name === "swb-tab" && lock.clientId !== ownClient)) return false;
  return await new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop();
      resolve(usable(token));
    };
    const timer = setTimeout(finish, HANDOVER_MS);
    const stop = subscribeSession(finish);
    channel.postMessage({ kind: "ask" } satisfies Message);
  });
}

let ownClient: string | undefined;

/** Marks this tab as one that can be asked, for as long as it lives. */
async function registerTab(): Promise<void> {
  if (!navigator.locks) return;
  const own = `swb-tab-${crypto.randomUUID()}`;
  await new Promise<void>((ready) => {
    void navigator.locks.request(own, () => {
      ready();
      return new Promise(() => {});
    });
  });
  const held = (await navigator.locks.query()).held ?? [];
  ownClient = held.find((lock) => lock.name === own)?.clientId;
  void navigator.locks.request("swb-tab", { mode: "shared" }, () => new Promise(() => {}));
}

let started: Promise<Session> | undefined;

/** Finds out, once, whether this browser has a session. A first visit makes no request that fails. */
export function startSession(): Promise<Session> {
  started ??= start();
  return started;
}

async function start(): Promise<Session> {
  await registerTab();
  if (session.status !== "unknown" || (await askOtherTabs())) return session;
  try {
    if (isKnown() || (await hasSession())) await refresh();
  } catch (error) {
    started = undefined;
    throw error;
  }
  if (getSession().status === "unknown") forget();
  return session;
}

async function hasSession(): Promise<boolean> {
  const answer = await fetch("/v1/auth/session", { headers: { Accept: "application/json" } }).catch(() => {
    throw offline();
  });
  // An answer that is not read keeps its connection.
  await answer.text().catch(() => undefined);
  return answer.status === 200;
}
