import { dayOf } from "@/lib/day";

// Filters as they are in addresses. Part of the first script, so nothing here imports strings. Undefined, not absent:
// the router keeps what a validator leaves out.

export const ROLES = ["admin", "reseller", "business_owner", "user"] as const;
export const USER_TABS = [
  "profile",
  "messages",
  "jobs",
  "credits",
  "wallet",
  "plan",
  "access",
  "audit",
] as const;

type Search = Record<string, unknown>;
export type UserTab = (typeof USER_TABS)[number];

// The router reads `q=1555` as a number.
const text = (value: unknown): string | undefined =>
  (typeof value === "string" || typeof value === "number") && String(value).trim()
    ? String(value)
    : undefined;

const word = (value: unknown): string | undefined =>
  typeof value === "string" && /^[a-z_.]+$/.test(value) ? value : undefined;

const oneOf = <T extends string>(value: unknown, values: readonly T[]): T | undefined =>
  values.find((one) => one === value);

export interface UsersSearch {
  q?: string | undefined;
  role?: (typeof ROLES)[number] | undefined;
  status?: "active" | "suspended" | undefined;
}

export function usersSearch({ q, role, status }: Search): UsersSearch {
  return { q: text(q), role: oneOf(role, ROLES), status: oneOf(status, ["active", "suspended"]) };
}

export interface UserSearch {
  tab?: UserTab | undefined;
}

export function userSearch({ tab }: Search): UserSearch {
  return { tab: oneOf(tab, USER_TABS) };
}

/** Users by name or id; days of this browser's time zone. */
export interface AuditSearch {
  actor?: string | undefined;
  subject?: string | undefined;
  action?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

export function auditSearch({ actor, subject, action, since, until }: Search): AuditSearch {
  return {
    actor: text(actor),
    subject: text(subject),
    action: word(action),
    since: dayOf(since),
    until: dayOf(until),
  };
}
