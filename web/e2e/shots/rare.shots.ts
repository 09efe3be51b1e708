import { expect } from "@playwright/test";
import { showFilters, test } from "../fixtures";
import { shoot } from "./shoot";

test("pictures of states that pass or are rare", async ({ console: page, account, request }) => {
  await page.goto("/");
  await expect(page.getByRole("region", { name: "First steps" })).toBeVisible();
  await shoot(page, "home-first");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "keys");
  const { access_token } = await (await request.post("/v1/auth/token", { data: account })).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const send = async (data: object) =>
    (await (await request.post("/v1/messages", { headers, data })).json()) as {
      message: { id: string };
      job: { id: string };
    };
  const refused = await send({ channel: "whatsapp", to: "+15550000026", body: "Your parcel is on its way." });
  await page.goto("/messages?status=cancelled");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await shoot(page, "messages-no-match");
  await page.goto(`/jobs/${refused.job.id}`);
  await expect(page.getByRole("link", { name: "Open message" })).toBeVisible();
  await shoot(page, "job");
  for (const [status, code] of [
    ["unknown", "outcome_unknown"],
    ["queued", undefined],
  ] as const) {
    await page.route(/\/v1\/(messages|jobs)\/(msg|job)_[^/?]+/, async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      const error = code && { code, message: "No answer came.", retryable: false };
      const state = code ? "failed" : "running";
      const changes = "state" in body ? { state, error } : { status, error, provider_error: null };
      await route.fulfill({ response: answer, json: { ...body, ...changes } });
    });
    await page.goto(`/messages/${refused.message.id}`);
    await expect(page.getByRole("heading", { level: 1, name: /Message to/ })).toBeVisible();
    await shoot(page, `message-${status}`);
    if (status === "unknown") {
      await page.getByRole("button", { name: "Send again" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await shoot(page, "message-send-again");
    }
    await page.unroute(/\/v1\/(messages|jobs)\/(msg|job)_[^/?]+/);
  }
  await page.goto("/credits");
  await page.getByRole("button", { name: "Buy credits" }).click();
  await expect(page.getByRole("dialog")).toContainText("You pay");
  await shoot(page, "credits-buy");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Set a warning" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "credits-warning");
  await page.keyboard.press("Escape");
  await showFilters(page);
  await page.getByLabel("Kind").selectOption("Purchase");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await shoot(page, "credits-no-match");
  await page.goto("/checkout/done");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await shoot(page, "checkout-done");
  await page.goto("/messages/new");
  await page.getByRole("tab", { name: "WhatsApp" }).click();
  await page.getByLabel("To", { exact: true }).fill("+15550001234");
  await page.locator("textarea[name=text]").fill("Hello");
  await page.route("**/v1/messages", (route) =>
    route.fulfill({
      status: 402,
      headers: { "Content-Type": "application/problem+json" },
      body: JSON.stringify({
        code: "insufficient_credits",
        detail: "This message costs 1 credit, and the balance is 0.",
        status: 402,
        retryable: false,
      }),
    }),
  );
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await shoot(page, "compose-402");
  await page.unroute("**/v1/messages");
  await page.getByText("Template", { exact: true }).click();
  await shoot(page, "compose-no-template");
  await page.route("**/v1/events/stream", (route) => route.abort());
  await page.goto("/messages");
  await expect(page.locator("[data-connection=offline]")).toBeAttached();
  await shoot(page, "offline");
  await page.route("**/v1/messages?**", (route) => route.abort());
  await page.goto("/messages?status=failed");
  await expect(page.getByText("No connection", { exact: true })).toBeVisible();
  await shoot(page, "messages-failed");
});
