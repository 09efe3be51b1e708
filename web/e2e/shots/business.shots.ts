import { expect } from "@playwright/test";
import {
  authorization,
  deliver,
  newBusinessOwner,
  newPhone,
  newReseller,
  PASSWORD,
  phoneWrites,
} from "../business";
import { logIn, newAccount, test } from "../fixtures";
import { shoot } from "./shoot";

test("pictures of templates, contacts and channels", async ({ page, request }) => {
  const account = await newBusinessOwner(request);
  await logIn(page, account);
  for (const [name, path, text] of [
    ["templates-empty", "/templates", "No templates yet"],
    ["grants-empty", "/templates?list=grants", "No grants"],
    ["contacts-empty", "/contacts", "Nobody has written yet"],
    ["opt-outs-empty", "/contacts?list=opt-outs", "No opt-outs"],
    ["channels", "/channels", "You send from the platform's number."],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(text)).toBeVisible();
    await shoot(page, name);
  }
  const { headers } = await authorization(request, account);
  for (const [name, category, body] of [
    [
      "open_again",
      "marketing",
      "Hello {{first_name}}, we are open again from {{time}}. Come and see what is new!",
    ],
    ["parcel", "utility", "Your parcel {{number}} is on its way."],
  ]) {
    await request.post("/v1/templates", {
      headers,
      data: { name, language: "en_US", category, body, header: "image", buttons: 1 },
    });
  }
  await page.goto("/templates");
  await expect(page.getByRole("table", { name: "Templates" })).toContainText("parcel");
  await shoot(page, "templates");
  await page.getByRole("link", { name: "open_again" }).click();
  await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
  await shoot(page, "template");
  const own = newPhone().slice(1);
  const shared = newPhone();
  await deliver(request, account, shared, "Hello");
  await phoneWrites(request, shared, "STOP");
  await page.goto("/channels");
  await page.getByRole("button", { name: "Connect a number" }).click();
  await page.getByLabel("Phone number ID").fill(own);
  await page.getByRole("textbox", { name: "Access token" }).fill("not-its-token");
  await shoot(page, "channel-connect");
  await page.getByRole("dialog").getByRole("button", { name: "Connect a number" }).click();
  await expect(page.getByText("number_not_confirmed")).toBeVisible();
  await shoot(page, "channel-failed");
  const number = { phone_number_id: own, access_token: `simulator-token-${own}` };
  await request.put("/v1/channels/whatsapp", { headers: { ...headers, Prefer: "wait=10" }, data: number });
  await expect(page.getByText("Simulated business")).toBeVisible();
  await shoot(page, "channel-own");
  for (const text of ["Can we sit outside? There will be four of us, and a dog.", "STOP"]) {
    const phone = newPhone();
    await deliver(request, account, phone, "Your table is ready.");
    await phoneWrites(request, phone, text, "text", own);
  }
  await page.goto("/contacts");
  await expect(page.getByRole("table")).toContainText("Can we sit outside?");
  await shoot(page, "contacts");
  await page.goto("/contacts?list=opt-outs");
  await expect(page.getByRole("table")).toContainText("You");
  await shoot(page, "opt-outs");
});

test("pictures of clients", async ({ page, request }) => {
  const own = [newAccount(), newAccount(), newAccount()];
  const reseller = await newReseller(request, 5000, own);
  await logIn(page, reseller);
  const { headers } = await authorization(request, reseller);
  for (const [at, client] of own.entries()) {
    const { id, headers: its } = await authorization(request, client);
    const data = { business_owner_id: id, credits: 400 * (at + 1), note: at ? null : "For the first month" };
    await request.post("/v1/credit-distributions", { headers: { ...headers, Prefer: "wait=10" }, data });
    for (const to of ["+15550001234", "+15550000026"]) {
      await request.post("/v1/messages", {
        headers: its,
        data: { channel: "whatsapp", to, body: "Your parcel" },
      });
    }
    await request.post("/v1/messages", {
      headers: its,
      data: { channel: "in_app", to: "alice", body: "Hello" },
    });
  }
  await page.goto("/clients");
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("1,200");
  await shoot(page, "clients");
  await page.getByRole("button", { name: "New client" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "clients-new");
  await page.goto("/clients?list=distributions");
  await expect(page.getByRole("table")).toContainText(own[0]?.username ?? "");
  await shoot(page, "distributions");
  await page.goto("/clients");
  await page.getByRole("link", { name: own[0]?.username ?? "" }).click();
  await expect(page.locator("canvas")).toBeVisible();
  await shoot(page, "client");
  await page.getByRole("tab", { name: "Statement" }).click();
  await expect(page.getByRole("table", { name: "Statement" })).toContainText("Refund");
  await shoot(page, "client-statement");
  await page.getByRole("tab", { name: "Messages" }).click();
  await expect(page.getByRole("table", { name: "Messages" })).toContainText("alice");
  await shoot(page, "client-messages");
  await page.getByRole("tab", { name: "Overview" }).click();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByRole("dialog")).toContainText("At most");
  await shoot(page, "client-take");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Suspend" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByText("This client is suspended", { exact: false })).toBeVisible();
  await shoot(page, "client-suspended");
  await page.goto("/clients/distribute");
  await expect(page.getByText("The rows appear here")).toBeVisible();
  await shoot(page, "distribute-empty");
  const [, second, third] = own;
  await page
    .getByLabel("Or paste the rows")
    .fill(
      `${second?.username},500,March\n${third?.username},2.5\nnobody-of-this-name,3,"Thank you, and see you"`,
    );
  await expect(page.getByText("2 rows have errors.")).toBeVisible();
  await shoot(page, "distribute");
  await page.context().clearCookies();
  await logIn(page, { username: "demo_admin", password: PASSWORD, mobile: "" });
  await page.goto("/clients");
  await expect(page.getByRole("table", { name: "Resellers" })).toContainText("demo_reseller");
  await shoot(page, "resellers");
});
