import { randomName } from "@/lib/random";
import { isProblem, offline, Problem, problemOf } from "./problem";
import type { components } from "./schema";

export type User = components["schemas"]["User"];
export type Role = components["schemas"]["Role"];

/**
 * The login state. `unknown` until checked at start; `expired` if a session ended under an open page, which then asks
 * for the password in a dialog and keeps its input.
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

// The access token is kept in this variable only: not in storage, a URL, or React's state. The refresh token is in a
// cookie that scripts can't read.
let token: Token | undefined;
// The last token that the server rejected. Another tab may still hold it and hand it over.
let refused: string | undefined;
let session: Session = { status: "unknown" };
const listeners = new Set<() => void>();
const channel = new BroadcastChannel("swb");

/** A token that expires sooner is refreshed before use. */
const MARGIN_MS = 20_000;
/** How long another tab may take to hand over its token. */
const HANDOVER_MS = 150;
/** How long a tab waits for another one's refresh. */
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

/** Applies a change of the user's own fields to the whole console. */
export function updateUser(user: User): void {
  if (session.status === "active") setSession({ status: "active", user });
}

/**
 * Whether this browser has had a session. Not a secret: it decides whether the console or the login is preloaded
 * (scripts/first-paint.ts reads it too), and saves a request where there is no session.
 */
const KNOWN = "swb-known";

function setKnown(known: boolean): void {
  try {
    if (known) localStorage.setItem(KNOWN, "1");
    else localStorage.removeItem(KNOWN);
  } catch {
    // Storage is disabled: each start asks the server.
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
  // Another tab logged in as another user: no data of the previous one may remain on this page.
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
/** How this tab gets a token. */
let phase: "idle" | "asking" | "requesting" = "idle";
let waitLonger: (() => void) | undefined;

/**
 * Answers a tab that needs a token. Without Web Locks, of two tabs that ask at the same time the one with the lower
 * name refreshes.
 */
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
  // 401: the session had ended already, which is the desired state.
  if (!response.ok && response.status !== 401) throw await problemOf(response);
  forget();
  channel.postMessage({ kind: "logged-out" } satisfies Message);
}

const currentToken = (): string | undefined => token?.value;

/** The value of `Authorization`; a token about to expire is refreshed first. */
export async function accessToken(): Promise<string | undefined> {
  if (usable(token)) return token.value;
  if (session.status !== "active") return undefined;
  await refresh();
  return currentToken();
}

let refreshing: Promise<boolean> | undefined;

/** Gets new tokens, once for all concurrent callers in this tab and the others. */
export function refresh(): Promise<boolean> {
  refreshing ??= exclusively(refreshNow).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** A token that the server rejected is not used again. */
export function discardToken(value: string | undefined): void {
  refused = value;
  if (token?.value === value) token = undefined;
}

async function refreshNow(): Promise<boolean> {
  if (usable(token) || (await askOtherTabs())) return true;
  phase = "requesting";
  try {
    // The server may have executed a refresh whose response was lost. Within its grace period it accepts the old cookie
    // once more, so a refresh without a response is retried once, immediately.
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
 * Web Locks exist in secure contexts only. Without them tabs coordinate by messages: two concurrent refreshes both
 * succeed within the server's grace period, but the cookie of the last response stays, and that may be the revoked one.
 */
async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? await navigator.locks.request("swb-refresh", work) : await work();
}

/** Whether another tab handed over a token. With Web Locks, asks only if there is another tab. */
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

/** Marks this tab as one that can be asked while it lives. */
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

/** Determines, once, whether this browser has a session. A first visit makes no failing request. */
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
  // A response that is not read keeps its connection open.
  await answer.text().catch(() => undefined);
  return answer.status === 200;
}
