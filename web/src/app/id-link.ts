import type { LinkProps } from "@tanstack/react-router";
import type { Role } from "@/api/session";
import { app } from "./strings";

export interface IdLink {
  /** The kind of object, such as "message". */
  kind: string;
  link: Pick<LinkProps, "to" | "params" | "search">;
}

type Target = (id: string, role: Role) => IdLink["link"] | undefined;

/** The page for each kind of id, or the list that contains the object. */
const targets: Record<keyof typeof app.ids, Target> = {
  msg: (id) => ({ to: "/messages/$id", params: { id } }),
  job: (id) => ({ to: "/jobs/$id", params: { id } }),
  conv: (id) => ({ to: "/chat/$id", params: { id } }),
  tpl: (id, role) => (role === "user" ? undefined : { to: "/templates/$id", params: { id } }),
  tgr: (_, role) => (role === "user" ? undefined : { to: "/templates" }),
  txf: (id) => ({ to: "/wallet/transfers/$id", params: { id } }),
  rch: () => ({ to: "/credits", search: { list: "recharges" } }),
  dst: (_, role) =>
    role === "reseller" || role === "admin"
      ? { to: "/clients", search: { list: "distributions" } }
      : { to: "/credits", search: {} },
  usr: (id, role) => {
    if (role === "admin") return { to: "/admin/users/$id", params: { id } };
    return role === "reseller" ? { to: "/clients/$id", params: { id } } : undefined;
  },
  key: () => ({ to: "/keys" }),
  ses: () => ({ to: "/settings/sessions" }),
  aud: (_, role) => (role === "admin" ? { to: "/admin/audit" } : undefined),
  evt: () => ({ to: "/events", search: { view: "log" } }),
};

/** The link for a pasted id, for a role; undefined if it is no id or the role has no page for it. */
export function idLink(text: string, role: Role): IdLink | undefined {
  const [id, prefix] = /^([a-z]{3,4})_[0-9a-z]{20,}$/.test(text)
    ? [text, text.slice(0, text.indexOf("_"))]
    : [];
  if (!id || !prefix || !(prefix in targets)) return undefined;
  const key = prefix as keyof typeof targets;
  const link = targets[key](id, role);
  return link && { kind: app.ids[key], link };
}

/** The recipient in a text, with or without "send to": a username or a phone number. */
export function recipientIn(text: string): string | undefined {
  const trimmed = text.trim();
  const words = `${app.sendWords} `;
  const named = trimmed.toLowerCase().startsWith(words) ? trimmed.slice(words.length) : trimmed;
  const bare = named.trim().replace(/^@/, "");
  if (/^\+?[\d\s().-]{7,20}$/.test(bare)) return bare.replace(/[\s().-]/g, "");
  return /^[\p{L}\d_.-]{3,64}$/u.test(bare) ? bare : undefined;
}
