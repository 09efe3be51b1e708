import { expect, test } from "vitest";
import { type Draft, emptyDraft, fill, missingOf, requestOf, type Template } from "./draft";

const draft = (changes: Partial<Draft>): Draft => ({ ...emptyDraft, ...changes });
const template: Template = {
  id: "tpl_1",
  name: "note",
  language: "en_US",
  category: "utility",
  body: "Hello {{first_name}}, {{ what }} is here.",
  header: "image",
  buttons: 2,
  parameters: ["first_name", "what"],
  created_at: "2026-01-02T03:04:05Z",
  updated_at: "2026-01-02T03:04:05Z",
};

test("a number is sent as E.164, a name as it is", () => {
  expect(requestOf(draft({ channel: "whatsapp", to: " +1 (555) 000-1234 ", body: "Hi" }), []).to).toBe(
    "+15550001234",
  );
  expect(requestOf(draft({ to: " alice ", body: "Hi" }), [])).toEqual({
    channel: "in_app",
    to: "alice",
    body: "Hi",
  });
});

test("a template is sent with its filled placeholders only", () => {
  const chosen = draft({
    channel: "whatsapp",
    to: "+15550001234",
    kind: "template",
    template: "tpl_1",
    parameters: { first_name: "Ada", other: "x" },
    headerLink: "https://example.com/a.png",
    buttons: ["17"],
  });
  expect(requestOf(chosen, [template]).template).toEqual({
    name: "note",
    language: "en_US",
    parameters: { first_name: "Ada" },
    header_media: { type: "image", link: "https://example.com/a.png" },
    button_parameters: ["17", ""],
  });
});

test("a caption is sent only with types that have one", () => {
  const media = (mediaType: Draft["mediaType"]) =>
    requestOf(
      draft({
        channel: "whatsapp",
        kind: "media",
        mediaType,
        mediaLink: "https://a.example/f",
        caption: "c",
        filename: "f",
      }),
      [],
    ).media;
  expect(media("audio")).toEqual({ type: "audio", link: "https://a.example/f" });
  expect(media("image")).toEqual({ type: "image", link: "https://a.example/f", caption: "c" });
  expect(media("document")).toMatchObject({ caption: "c", filename: "f" });
});

test("a file chosen for WhatsApp is not sent in-app", () => {
  expect(
    requestOf(draft({ kind: "media", mediaLink: "https://a.example/f", to: "alice", body: "Hi" }), []),
  ).toEqual({
    channel: "in_app",
    to: "alice",
    body: "Hi",
  });
});

test("missing fields are found without a request", () => {
  expect(missingOf(draft({}))).toBe("to");
  expect(missingOf(draft({ to: "alice" }))).toBe("content");
  expect(missingOf(draft({ to: "alice", body: "Hi", when: "later" }))).toBe("at");
  expect(missingOf(draft({ to: "alice", body: "Hi" }))).toBeUndefined();
});

test("places without a value keep their names", () => {
  expect(fill(template, { first_name: "Ada" })).toBe("Hello Ada, {{ what }} is here.");
});
