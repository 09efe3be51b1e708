import { randomName } from "@/lib/random";
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

type Message =
  | { kind: "token"; token: Token; user: User }
  | { kind: "ask"; from: string }
  | { kind: "wait"; to: string }
  | { kind: "logged-out" };

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
/** How long a tab waits for the refresh of another one. */
const REFRESH_MS = 5_000;

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
      answer(data.from);
      break;
    case "wait":
      if (data.to === ownTab) waitLonger?.();
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

const ownTab = randomName();
/** What this tab does to get a token. */
let phase: "idle" | "asking" | "requesting" = "idle";
let waitLonger: (() => void) | undefined;

/** Answers a tab that needs a token. Without Web Locks, of two that ask at the same time the lower name refreshes. */
function answer(asking: string): void {
  const isRival = phase === "asking" && !navigator.locks;
  if (usable(token)) announce();
  else if (phase === "requesting" || (isRival && ownTab < asking)) {
    channel.postMessage({ kind: "wait", to: asking } satisfies Message);
  } else if (isRival) waitLonger?.();
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
  phase = "requesting";
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
  } finally {
    phase = "idle";
  }
}

/**
 * Web Locks exist in secure contexts only. Without them tabs agree by messages: two refreshes at once both succeed within
 * the server's grace period, but the cookie of the answer that arrives last stays, and that may be the revoked one.
 */
async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? await navigator.locks.request("swb-refresh", work) : await work();
}

/** Whether another tab handed over a token. With Web Locks, asks only where there is another tab. */
async function askOtherTabs(): Promise<boolean> {
  if (navigator.locks) {
    const held = (await navigator.locks.query()).held ?? [];
    if (!held.some((lock) => lock.name === "swb-tab" && lock.clientId !== ownClient)) return false;
  }
  phase = "asking";
  return await new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop();
      phase = "idle";
      waitLonger = undefined;
      resolve(usable(token));
    };
    let timer = setTimeout(finish, HANDOVER_MS);
    const stop = subscribeSession(finish);
    waitLonger = () => {
      clearTimeout(timer);
      timer = setTimeout(finish, REFRESH_MS);
    };
    channel.postMessage({ kind: "ask", from: ownTab } satisfies Message);
  });
}

let ownClient: string | undefined;

/** Marks this tab as one that can be asked, for as long as it lives. */
async function registerTab(): Promise<void> {
  if (!navigator.locks) return;
  const own = `swb-tab-${ownTab}`;
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
