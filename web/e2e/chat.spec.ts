import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, logIn, test } from "./fixtures";
import { asPerson, chatIsLive, newPerson, say, startConversation } from "./people";
import { eachSize } from "./tags";
import { expectStill, holdAnswers, recordShifts, Traffic } from "./vitals";

const field = (page: Page) => page.getByRole("textbox", { name: "Your message" });
const messages = (page: Page) => page.getByRole("region", { name: "Messages", exact: true });
const row = (page: Page, text: string) => messages(page).getByRole("listitem").filter({ hasText: text });
const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true }).click();
const conversations = (page: Page) => page.getByRole("list", { name: "Conversations" });

test("two browsers: a conversation is live from start to end", async ({
  console: page,
  account,
  request,
  browser,
}) => {
  const bob = await newPerson(request);
  await page.goto("/chat");
  await expect(page.getByRole("heading", { level: 1, name: "Chat" })).toBeVisible();
  await expect(page.getByText("No conversations yet")).toBeVisible();
  await chatIsLive(page);
  await expectAccessible(page);

  const other = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
  await logIn(other, bob);
  await other.goto("/chat");
  await expect(other.getByText("No conversations yet")).toBeVisible();
  await chatIsLive(other);

  await page.getByRole("button", { name: "New conversation" }).last().click();
  const dialog = page.getByRole("dialog", { name: "New conversation" });
  await dialog.getByLabel("Usernames").fill("nobody-of-this-name");
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(dialog.getByLabel("Usernames")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await dialog.getByLabel("Usernames").fill(bob.username);
  await dialog.getByRole("button", { name: "Start" }).click();
  const heading = page.getByRole("heading", { level: 1, name: `Conversation with ${bob.username}` });
  await expect(heading).toBeVisible();
  const thread = page.getByRole("region", { name: `Conversation with ${bob.username}` });
  await expect(thread.getByText("Online", { exact: true })).toBeVisible();
  await field(page).fill("One o'clock?");
  await send(page);
  await expect(row(page, "One o'clock?")).toBeVisible();
  await expect(field(page)).toHaveValue("");

  const theirs = conversations(other).getByRole("link", { name: account.username });
  await expect(theirs).toContainText("1 unread message");
  await expect(theirs).toContainText("One o'clock?");
  await theirs.click();
  await expect(
    other.getByRole("heading", { level: 1, name: `Conversation with ${account.username}` }),
  ).toBeVisible();
  await expect(row(page, "One o'clock?")).toContainText("Read");
  await field(other).pressSequentially("Half past");
  await expect(thread.getByText(`${bob.username} is typing…`)).toBeVisible();
  await send(other);
  await expect(row(page, "Half past")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await row(page, "One o'clock?")
    .getByRole("button", { name: /^Actions/ })
    .click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Editing a message" }).fill("Two o'clock?");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(row(other, "Two o'clock?")).toContainText("Edited");
  await row(page, "Two o'clock?")
    .getByRole("button", { name: /^Actions/ })
    .click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(row(other, "Message deleted")).toBeVisible();
  await expect(other.getByText("Two o'clock?")).toHaveCount(0);
  await other.context().close();
  await expect(thread.getByText(/^Last seen/)).toBeVisible();
});

test(
  "messages written offline are kept, and sent after reconnecting",
  eachSize,
  async ({ console: page, account, request }) => {
    const [me, bob] = [await asPerson(request, account), await newPerson(request)];
    const { id } = await startConversation(request, me, { participants: [bob.username] });
    await page.goto(`/chat/${id}`);
    await expect(page.getByText("Say hello", { exact: true })).toBeVisible();
    await field(page).fill("A draft");
    await page.reload();
    await expect(field(page)).toHaveValue("A draft");
    await chatIsLive(page);

    await page.context().setOffline(true);
    await expect(page.getByText("Connection lost.", { exact: false })).toBeVisible();
    await send(page);
    await expect(row(page, "A draft")).toContainText("Waiting for the connection");
    await say(request, bob, id, "You missed this");
    await page.context().setOffline(false);
    await expect(row(page, "You missed this")).toBeVisible();
    await expect(row(page, "A draft")).not.toContainText("Waiting");
    await expect(page.getByText("Connection lost.", { exact: false })).toBeHidden();
    const stored = await request.get(`/v1/conversations/${id}/messages`, { headers: me.headers });
    expect((await stored.json()).data).toHaveLength(2);

    // A rejected message stays, with the cause, until it is sent again or discarded.
    await page.route("**/v1/conversations/*/messages", (route) =>
      route.request().method() === "POST"
        ? route.fulfill({
            status: 422,
            headers: { "Content-Type": "application/problem+json" },
            json: { code: "validation_failed", detail: "Not that.", status: 422, retryable: false },
          })
        : route.fallback(),
    );
    await field(page).fill("Refused");
    await send(page);
    await expect(row(page, "Refused")).toContainText("Not sent. Not that.");
    await page.unroute("**/v1/conversations/*/messages");
    await row(page, "Refused").getByRole("button", { name: "Send again" }).click();
    await expect(row(page, "Refused").getByRole("button", { name: /^Actions/ })).toHaveCount(1);
  },
);

test("a group: members join, appear in receipts, and leave; search results open in context", async ({
  console: page,
  account,
  request,
}) => {
  const me = await asPerson(request, account);
  const [bob, carol] = [await newPerson(request), await newPerson(request)];
  const { id } = await startConversation(request, me, { participants: [bob.username], name: "Lunch" });
  await say(request, bob, id, "Is there soup on Friday?");
  await page.goto(`/chat/${id}`);
  await expect(page.getByRole("heading", { level: 1, name: "Group Lunch" })).toBeVisible();
  await chatIsLive(page);
  await field(page).fill("There is");
  await send(page);
  await expect(row(page, "There is").getByRole("button", { name: /^Actions/ })).toHaveCount(1);
  await request.post(`/v1/conversations/${id}/read`, { headers: bob.headers, data: { seq: 2 } });
  await expect(row(page, "There is")).toContainText(`Read by ${bob.username}`);

  await page.getByRole("button", { name: "Members" }).click();
  const dialog = page.getByRole("dialog", { name: "Members" });
  await dialog.getByLabel("Add a member").fill("nobody-of-this-name");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByLabel("Add a member")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Add a member").fill(carol.username);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("listitem").filter({ hasText: carol.username })).toBeVisible();
  await dialog.getByLabel("Group name").fill("Soup");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: `Remove ${carol.username}` }).click();
  await expect(dialog.getByRole("listitem").filter({ hasText: carol.username })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Group Soup" })).toBeVisible();
  await expect(row(page, `added ${carol.username}`)).toBeVisible();

  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByLabel("Search in this conversation").fill("potato");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.getByLabel("Search in this conversation").fill("soup");
  await page.getByRole("list", { name: "Search results" }).getByRole("button").click();
  await expect(row(page, "Is there soup").locator(".ring-2")).toHaveCount(1);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  // A member who is not the owner may only leave; former members find nothing.
  await page.getByRole("button", { name: "Members" }).click();
  await dialog.getByRole("button", { name: "Leave the group" }).click();
  const leaving = page.getByRole("dialog", { name: "Leave Soup?" });
  await expect(leaving).toContainText("longest becomes its owner");
  await expectAccessible(page);
  await leaving.getByRole("button", { name: "Leave the group" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Chat" })).toBeVisible();
  await expect(page.getByText("No conversations yet")).toBeVisible();
  await page.goto(`/chat/${id}`);
  await expect(page.getByText("Conversation not found")).toBeVisible();
});

test(
  "chat works by keyboard alone; rows keep their place, and failures can be retried",
  eachSize,
  async ({ console: page, account, request }) => {
    const me = await asPerson(request, account);
    const [bob, carol] = [await newPerson(request), await newPerson(request)];
    const first = await startConversation(request, me, { participants: [bob.username] });
    await say(request, bob, first.id, "I am Bob");
    const second = await startConversation(request, me, { participants: [carol.username] });
    await say(request, carol, second.id, "I am Carol");
    await recordShifts(page);
    const traffic = new Traffic(page);
    const release = await holdAnswers(page);
    await page.goto("/chat");
    await expect(page.locator(".animate-skeleton").filter({ visible: true }).first()).toBeVisible();
    await release();
    const rows = conversations(page).getByRole("link");
    await expect(rows).toHaveText([/I am Carol/, /I am Bob/]);
    await chatIsLive(page);
    await say(request, bob, first.id, "Still Bob");
    await expect(rows).toHaveText([/I am Carol/, /Still Bob/]);
    await traffic.settled();
    await expectStill(page, "/chat, while it loads and a message comes");
    await page.getByRole("button", { name: /^1 new/ }).click();
    await expect(rows).toHaveText([/Still Bob/, /I am Carol/]);

    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: /^Conversation with/ })).toBeFocused();
    for (let presses = 0; presses < 20; presses += 1) {
      if (await field(page).evaluate((one) => one === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("No mouse here");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(row(page, "No mouse here").getByRole("button", { name: /^Actions/ })).toHaveCount(1);
    await page.keyboard.type("And again");
    await expect(field(page)).toHaveValue("And again");

    await page.route("**/v1/conversations/*/messages?**", (route) => route.abort());
    await page.goto(`/chat/${first.id}`);
    await expect(page.getByText("No connection", { exact: true })).toBeVisible();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(row(page, "Still Bob")).toBeVisible();
  },
);

test(
  "of 50,000 messages only the visible ones are rendered and fetched",
  eachSize,
  async ({ console: page, account, request }) => {
    const me = await asPerson(request, account);
    const bob = await newPerson(request);
    const { id } = await startConversation(request, me, { participants: [bob.username] });
    const last = 50_000;
    const sender = { id: bob.id, username: bob.username };
    const stored = (seq: number) => ({
      id: `cmsg_${seq}`,
      conversation_id: id,
      seq,
      sender,
      role: "user",
      body: `Message ${seq}`,
      status: "sent",
      created_at: new Date(Date.UTC(2026, 0, 1) + seq * 60_000),
    });
    await page.route(`**/v1/conversations/${id}`, async (route) => {
      const answer = await route.fetch();
      const changes = { last_seq: last, last_message: stored(last) };
      await route.fulfill({ response: answer, json: { ...(await answer.json()), ...changes } });
    });
    let fetched = 0;
    await page.route(`**/v1/conversations/${id}/messages?*`, (route) => {
      const query = new URL(route.request().url()).searchParams;
      const after = Number(query.get("after_seq"));
      const data = Array.from({ length: Number(query.get("limit")) }, (_, at) => stored(after + 1 + at));
      fetched += data.length;
      return route.fulfill({ json: { data, source: "postgres" } });
    });
    await page.goto(`/chat/${id}`);
    await expect(row(page, `Message ${last}`)).toBeInViewport();
    await chatIsLive(page);
    await messages(page).focus();
    await page.keyboard.press("Home");
    await expect(row(page, "Message 1").first()).toBeInViewport();
    await expect(page.getByRole("button", { name: "To the newest" })).toBeVisible();
    // A few rows above the visible range are rendered too.
    await messages(page).evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
    await expect(
      messages(page)
        .getByText(/^Message 2[45]\d{3}$/)
        .nth(8),
    ).toBeInViewport();
    await page.getByRole("button", { name: "To the newest" }).click();
    await expect(row(page, `Message ${last}`)).toBeInViewport();
    expect(await messages(page).getByRole("listitem").count()).toBeLessThan(60);
    // A page or two at each position, some of them again after the socket opened.
    expect(fetched).toBeLessThan(800);
  },
);
