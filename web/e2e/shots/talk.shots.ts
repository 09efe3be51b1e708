import { expect } from "@playwright/test";
import { test } from "../fixtures";
import { asPerson, newPerson, say, startConversation } from "../people";
import { shoot } from "./shoot";

test("pictures of chat", async ({ console: page, account, request }) => {
  await page.goto("/chat");
  await expect(page.getByText("No conversations yet")).toBeVisible();
  await shoot(page, "chat-empty");
  const me = await asPerson(request, account);
  const [bob, carol] = [await newPerson(request), await newPerson(request)];
  const direct = await startConversation(request, me, { participants: [bob.username] });
  const others = [bob.username, carol.username];
  const group = await startConversation(request, me, { participants: others, name: "Lunch on Friday" });
  for (const [by, body] of [
    [bob, "Are you coming along?"],
    [
      carol,
      "I am. The new place at the canal, or where we always go? They have a terrace, and it is meant to be warm.",
    ],
    [me, "The terrace!"],
    [bob, "Fine."],
  ] as const) {
    await say(request, by, group.id, body);
  }
  await say(request, me, direct.id, "Can you bring the papers?");
  await say(request, bob, direct.id, "Yes");
  await page.goto("/chat");
  await expect(page.getByRole("link", { name: bob.username }).first()).toBeVisible();
  await shoot(page, "chat");
  await page.goto(`/chat/${group.id}`);
  await expect(page.getByText("The terrace!").last()).toBeVisible();
  const field = page.getByRole("textbox", { name: "Your message" });
  await field.fill("At one o'clock, then?\nI'll book a table for three.");
  await shoot(page, "chat-thread");
  await page.getByRole("button", { name: "Members" }).click();
  await expect(page.getByRole("dialog", { name: "Members" })).toBeVisible();
  await shoot(page, "chat-members");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByLabel("Search in this conversation").fill("terrace");
  await page.getByRole("list", { name: "Search results" }).getByRole("button").last().click();
  await shoot(page, "chat-search");
  await page.getByRole("button", { name: "Close the search" }).click();
  const own = page.getByRole("listitem").filter({ hasText: "The terrace!" });
  await own.getByRole("button", { name: /^Actions/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await shoot(page, "chat-menu");
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "chat-delete");
  await page.keyboard.press("Escape");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Waiting for the connection")).toBeVisible();
  await shoot(page, "chat-offline");
  await page.context().setOffline(false);
  await page.goto("/chat/conv_01kahx0m5te7nb7s0q4d8v2c3f");
  await expect(page.getByText("Conversation not found")).toBeVisible();
  await shoot(page, "chat-not-found");
});

test("pictures of the assistant", async ({ console: page }) => {
  await page.goto("/assistant");
  await expect(page.getByText("No chats yet")).toBeVisible();
  await shoot(page, "assistant-empty");
  await page.goto("/assistant/new");
  await expect(page.getByRole("heading", { level: 1, name: "New chat" })).toBeVisible();
  await shoot(page, "assistant-new");
  const field = page.getByRole("textbox", { name: "Your question" });
  const ask = async (question: string, then: string) => {
    await field.fill(question);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect(page.getByRole("article", { name: "Answer" }).last()).toContainText(then);
  };
  const set =
    "a **list**\n\n1. of *one*\n2. and `two`\n\n```\nlet three = 3;\n```\n\n| a | table |\n|---|---|\n| 1 | 2 |";
  await ask(set, "tokens");
  await shoot(page, "assistant-answer");
  await ask("sim:slow:40:400", "Writing…");
  await expect(page.getByRole("article", { name: "Answer" }).last()).toContainText("7");
  await shoot(page, "assistant-growing");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("Stopped.", { exact: false })).toBeVisible();
  await ask("sim:blocked", "blocked this question");
  await shoot(page, "assistant-blocked");
  for (const question of ["Two", "Three", "Four", "Five"]) await ask(question, "tokens");
  await expect(page.getByText("All 5 questions", { exact: false })).toBeVisible();
  await field.fill("One more");
  await shoot(page, "assistant-out-of-units");
  await page.getByRole("button", { name: /left today/ }).click();
  await expect(page.getByRole("dialog").getByRole("listitem")).toHaveCount(1);
  await shoot(page, "assistant-usage");
});
