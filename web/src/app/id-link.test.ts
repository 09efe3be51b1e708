import { expect, test } from "vitest";
import { idLink, recipientIn } from "./id-link";

const tail = "01h2xcejqtf2nbrexx3vqjhp41";

test("each kind of id links to its page, or to the list that contains it", () => {
  const to = (prefix: string) => idLink(`${prefix}_${tail}`, "reseller")?.link.to;
  expect(to("msg")).toBe("/messages/$id");
  expect(to("job")).toBe("/jobs/$id");
  expect(to("conv")).toBe("/chat/$id");
  expect(to("tpl")).toBe("/templates/$id");
  expect(to("txf")).toBe("/wallet/transfers/$id");
  expect(to("usr")).toBe("/clients/$id");
  expect(idLink(`usr_${tail}`, "admin")?.link.to).toBe("/admin/users/$id");
  expect(idLink(`aud_${tail}`, "admin")?.link.to).toBe("/admin/audit");
  expect(to("rch")).toBe("/credits");
  expect(to("dst")).toBe("/clients");
  expect(to("ses")).toBe("/settings/sessions");
  expect(to("key")).toBe("/keys");
  expect(to("evt")).toBe("/events");
});

test("invalid ids, and pages that the role lacks, have no link", () => {
  expect(idLink("message", "admin")).toBeUndefined();
  expect(idLink("msg_short", "admin")).toBeUndefined();
  expect(idLink(`xyz_${tail}`, "admin")).toBeUndefined();
  expect(idLink(`usr_${tail}`, "user")).toBeUndefined();
  expect(idLink(`tpl_${tail}`, "user")).toBeUndefined();
});

test("a username or a phone number is a recipient, a sentence is not", () => {
  expect(recipientIn("@alice")).toBe("alice");
  expect(recipientIn("Send to alice")).toBe("alice");
  expect(recipientIn("+1 (555) 010-0001")).toBe("+15550100001");
  expect(recipientIn("buy credits")).toBeUndefined();
  expect(recipientIn("al")).toBeUndefined();
});
