import { newIdempotencyKey } from "@/api/client";
import type { components } from "@/api/schema";
import { toE164 } from "@/lib/mobile";
import { readDraft } from "@/lib/tab-draft";

export type NewMessage = components["schemas"]["NewMessage"];
export type Template = components["schemas"]["Template"];
type MediaKind = components["schemas"]["MediaKind"];

/** The form's state. Fields of unselected kinds keep their input. */
export interface Draft {
  channel: components["schemas"]["Channel"];
  to: string;
  kind: "text" | "template" | "media";
  body: string;
  /** Its id. */
  template: string;
  parameters: Record<string, string>;
  headerText: string;
  headerLink: string;
  buttons: string[];
  mediaType: MediaKind;
  mediaLink: string;
  caption: string;
  filename: string;
  when: "now" | "later";
  /** Value of a `datetime-local` field: a local time without a zone. */
  at: string;
}

export const emptyDraft: Draft = {
  channel: "in_app",
  to: "",
  kind: "text",
  body: "",
  template: "",
  parameters: {},
  headerText: "",
  headerLink: "",
  buttons: [],
  mediaType: "image",
  mediaLink: "",
  caption: "",
  filename: "",
  when: "now",
  at: "",
};

export const hasCaption = (type: MediaKind) => type === "image" || type === "video" || type === "document";

/** Why the draft can't be sent; the server checks the rest. */
export type Missing = "to" | "content" | "at";

export function missingOf(draft: Draft): Missing | undefined {
  if (draft.to.trim() === "") return "to";
  const content = { text: draft.body, template: draft.template, media: draft.mediaLink }[kindOf(draft)];
  if (content.trim() === "") return "content";
  return draft.when === "later" && Number.isNaN(Date.parse(draft.at)) ? "at" : undefined;
}

/** Only WhatsApp sends files. */
export function kindOf({ kind, channel }: Draft): Draft["kind"] {
  return kind === "media" && channel === "in_app" ? "text" : kind;
}

/** The draft as an API request. */
export function requestOf(draft: Draft, templates: readonly Template[]): NewMessage {
  const to = draft.channel === "whatsapp" ? toE164(draft.to) : draft.to.trim();
  return {
    channel: draft.channel,
    to,
    ...contentOf(draft, templates),
    ...(draft.when === "later" && { send_at: new Date(draft.at).toISOString() }),
  };
}

function contentOf(draft: Draft, templates: readonly Template[]): Partial<NewMessage> {
  const kind = kindOf(draft);
  if (kind === "text") return { body: draft.body };
  if (kind === "media") {
    const { mediaType: type, mediaLink, caption, filename } = draft;
    return {
      media: {
        type,
        link: mediaLink.trim(),
        ...(caption && hasCaption(type) && { caption }),
        ...(filename && type === "document" && { filename }),
      },
    };
  }
  const template = templates.find(({ id }) => id === draft.template);
  if (!template) return {};
  const { header, buttons } = template;
  // Empty placeholders are omitted: the server names each missing one.
  const filled = template.parameters.flatMap((name): [string, string][] => {
    const text = draft.parameters[name];
    return text ? [[name, text]] : [];
  });
  return {
    template: {
      name: template.name,
      language: template.language,
      parameters: Object.fromEntries(filled),
      ...(header === "text" && { header_text: draft.headerText }),
      ...(header && header !== "text" && { header_media: { type: header, link: draft.headerLink.trim() } }),
      ...(buttons > 0 && {
        button_parameters: Array.from({ length: buttons }, (_, at) => draft.buttons[at] ?? ""),
      }),
    },
  };
}

/** The text with its placeholders filled; empty ones keep their names. */
export function fill(template: Template, parameters: Record<string, string>): string {
  return template.body.replace(
    /\{\{\s*([^{}\s]+)\s*\}\}/g,
    (place, name: string) => parameters[name] || place,
  );
}

// --- in this tab ------------------------------------------------------------------------------------------

/** State kept while the tab lives: never a token or another user's data. */
export interface Saved {
  user: string;
  draft: Draft;
  /** Created when the form opens. Under it this draft is sent once, however often the request is repeated. */
  key: string;
  /** A send whose outcome is not known yet. */
  pending?: NewMessage | undefined;
}

export function newSaved(user: string, draft: Draft = emptyDraft): Saved {
  return { user, draft, key: newIdempotencyKey() };
}

export function loadSaved(name: string, user: string): Saved | undefined {
  const saved = readDraft(name) as Saved | null;
  return saved?.user === user ? { ...saved, draft: { ...emptyDraft, ...saved.draft } } : undefined;
}
