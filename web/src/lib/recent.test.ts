import { afterEach, expect, test } from "vitest";
import { noteVisit, recentVisits } from "./recent";
import { forgetDrafts } from "./tab-draft";

afterEach(forgetDrafts);

test("a few pages are kept, each once, newest first", () => {
  for (const path of ["/", "/messages", "/credits", "/messages"]) noteVisit(path, `Page ${path}`);
  expect(recentVisits().map(({ path }) => path)).toEqual(["/messages", "/credits", "/"]);
  for (let at = 0; at < 20; at += 1) noteVisit(`/messages/msg_${at}`, `Message ${at}`);
  expect(recentVisits()).toHaveLength(6);
  expect(recentVisits()[0]).toEqual({ path: "/messages/msg_19", title: "Message 19" });
});

test("pages outside a session are not kept, and logout forgets all", () => {
  noteVisit("/login", "Log in");
  expect(recentVisits()).toEqual([]);
  noteVisit("/plan", "Plan");
  forgetDrafts();
  expect(recentVisits()).toEqual([]);
});

test("malformed entries are ignored", () => {
  sessionStorage.setItem("swb-draft-recent", '[{"path":7},"/x",{"path":"/plan","title":"Plan"}]');
  expect(recentVisits()).toEqual([{ path: "/plan", title: "Plan" }]);
});
