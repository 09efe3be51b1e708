// whatsapp-api-js. Its address is fixed, so its `fetch` is one that goes to the simulator.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WhatsAppAPI } from "whatsapp-api-js";
import {
  ActionButtons, Body, BodyComponent, BodyParameter, Button, Contacts, Interactive, Location, Name, Reaction, Template, Text,
} from "whatsapp-api-js/messages";
import { control, receive, url } from "./receiver.mjs";

const number = "100000000000001";
const anyone = "15550100001";
const client = () =>
  new WhatsAppAPI({
    token: "simulator-whatsapp-token",
    appSecret: "simulator-whatsapp-app-secret",
    v: "v25.0",
    ponyfill: { fetch: (address, init) => fetch(String(address).replace("https://graph.facebook.com", url), init) },
  });

test("messages of all kinds", async () => {
  const whatsapp = client();
  for (const message of [
    new Text("Hello"),
    new Location(13.4, 52.5, "Berlin"),
    new Reaction("wamid.X", "👍"),
    new Contacts([new Name("Ada", "Ada")]),
    new Interactive(new ActionButtons(new Button("1", "Yes")), new Body("Choose")),
    new Template("delivery_note", "en_US", new BodyComponent(new BodyParameter("Ada"))),
  ]) {
    const answer = await whatsapp.sendMessage(number, anyone, message);
    assert.match(answer.messages?.[0].id ?? JSON.stringify(answer), /^wamid\./);
  }
});

for (const identity of ["phone_number", "both"]) {
  test(`webhooks with ${identity} are parsed, and the message is marked as read`, async (t) => {
    const receiver = await receive();
    const before = await control("GET", "whatsapp/webhook-format");
    t.after(async () => {
      receiver.close();
      await control("PUT", "whatsapp/webhook-format", before);
    });
    await control("PUT", "whatsapp/webhook-format", { identity });
    const { id } = await control("POST", "whatsapp/inbound", { from: anyone, text: "Hi" });
    const whatsapp = client();
    const seen = new Promise((resolve) => {
      whatsapp.on.message = ({ message }) => resolve(message);
    });
    for (;;) {
      const { headers, body } = await receiver.take();
      await whatsapp.post(JSON.parse(body), body, headers["x-hub-signature-256"]);
      if (body.includes(id)) break;
    }
    assert.deepEqual([(await seen).id, (await seen).text.body], [id, "Hi"]);
    assert.deepEqual(await whatsapp.markAsRead(number, id, "text"), { success: true });
  });
}

test("files are deleted", async () => {
  const whatsapp = client();
  const form = new FormData();
  form.set("file", new Blob(["not really"], { type: "image/png" }), "a.png");
  form.set("messaging_product", "whatsapp");
  const { id } = await whatsapp.uploadMedia(number, form, false);
  assert.equal((await whatsapp.retrieveMedia(id)).mime_type, "image/png");
  assert.deepEqual(await whatsapp.deleteMedia(id), { success: true });
});
