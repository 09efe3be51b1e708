import { expect } from "@playwright/test";
import {
  authorization,
  deliver,
  letPhoneHaveWritten,
  newBusinessOwner,
  newPhone,
  phoneWrites,
} from "../business";
import { logIn, test } from "../fixtures";
import { shoot } from "./shoot";

test("pictures of messages", async ({ console: page, account, request }) => {
  await page.goto("/messages");
  await expect(page.getByText("Nothing sent yet")).toBeVisible();
  await shoot(page, "messages-empty");
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const made: string[] = [];
  for (const data of [
    { channel: "whatsapp", to: "+15550001234", body: "Tomorrow", send_at: new Date(Date.now() + 9e7) },
    {
      channel: "whatsapp",
      to: "+15550000026",
      body: "Your parcel is on its way. It arrives between 9 and 11.",
    },
    { channel: "whatsapp", to: "+15550001234", body: "Your table is ready." },
    { channel: "in_app", to: "alice", body: "See you at eight." },
    {
      channel: "in_app",
      to: account.username,
      body: "A note to myself, which is rather long so that it must be cut.",
    },
  ]) {
    const sent = await request.post("/v1/messages", { headers, data });
    made.push((await sent.json()).message.id);
  }
  for (const [name, id] of [
    ["message-failed", made[1]],
    ["message", made[2]],
    ["message-scheduled", made[0]],
  ]) {
    await page.goto(`/messages/${id}`);
    await expect(page.getByRole("heading", { level: 1, name: /Message to/ })).toBeVisible();
    if (name !== "message-scheduled") await expect(page.getByText(/It succeeded|It failed/)).toBeVisible();
    await shoot(page, name ?? "");
  }
  await page.goto("/messages");
  await expect(page.getByRole("table").getByText("Failed", { exact: true })).toBeVisible();
  await shoot(page, "messages");
  await page.goto("/messages/new");
  await page.getByLabel("To", { exact: true }).fill("alice");
  await page.locator("textarea[name=text]").fill("Hello Alice,\nis eight o'clock all right?");
  await shoot(page, "compose");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Delivered", { exact: true })).toBeVisible();
  await shoot(page, "compose-sent");
  await page.goto("/messages/new");
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await page.getByLabel("To", { exact: true }).fill("123");
  await page.getByText("File", { exact: true }).click();
  await page.getByLabel("Link to the file").fill("ftp://example.com/picture.png");
  await page.getByText("Later", { exact: true }).click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await shoot(page, "compose-errors");
  await page.goto("/messages/msg_01kahx0m5te7nb7s0q4d8v2c3f");
  await expect(page.getByRole("heading", { level: 1, name: "Message not found" })).toBeVisible();
  await shoot(page, "message-not-found");
});

test("pictures of the inbox", async ({ page, request }) => {
  const account = await newBusinessOwner(request);
  await logIn(page, account);
  await page.goto("/inbox");
  await expect(page.getByText("Nobody has written yet")).toBeVisible();
  await shoot(page, "inbox-empty");
  const said = [
    ["Your table for four is booked for Friday at eight.", "Thank you! Can we sit outside?"],
    ["Your parcel is with us.", "When are you open?"],
    [
      "Your appointment is tomorrow at 9:30.",
      "I can't come, I'm ill. Is there another one next week, best in the morning?",
    ],
  ];
  const phones: string[] = [];
  for (const [sent, answer] of said) {
    const phone = newPhone();
    phones.push(phone);
    await deliver(request, account, phone, sent ?? "");
    await phoneWrites(request, phone, answer ?? "");
  }
  const [first = "", second = "", third = ""] = phones;
  await phoneWrites(request, third, "The letter of my doctor", "document");
  const { headers } = await authorization(request, account);
  const template = {
    name: "open_again",
    language: "en_US",
    category: "utility",
    body: "Hello {{first_name}}, we are open again from {{time}}.",
  };
  await request.post("/v1/templates", { headers, data: template });
  await expect.poll(async () => (await request.get(`/v1/contacts/${third}`, { headers })).status()).toBe(200);
  await letPhoneHaveWritten(second, 86_400);
  await letPhoneHaveWritten(first, 84_000);
  await page.goto("/inbox");
  await expect(page.getByRole("link", { name: first })).toBeVisible();
  await shoot(page, "inbox");
  await page.goto(`/inbox/${third}`);
  await page.getByLabel("Your answer", { exact: true }).last().fill("Tuesday at 10:00?");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Delivered", { exact: true }).last()).toBeVisible();
  await page.getByLabel("Your answer", { exact: true }).last().fill("Get well soon!");
  await shoot(page, "inbox-open");
  await page.goto(`/inbox/${second}`);
  await page.getByLabel("Template", { exact: true }).selectOption({ label: "open_again (en_US)" });
  await page.getByLabel("first_name").fill("Ada");
  await shoot(page, "inbox-closed");
  await page.goto("/inbox/+15550001234");
  await expect(page.getByText("This phone has not written to you.", { exact: false })).toBeVisible();
  await shoot(page, "inbox-never-wrote");
  const more = page.getByRole("button", { name: "More" });
  if (await more.isVisible()) {
    await more.click();
    await expect(page.getByRole("dialog", { name: "More" })).toBeVisible();
    await shoot(page, "more");
  }
});
