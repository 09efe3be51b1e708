import { expect } from "@playwright/test";
import { authorization, buyCredits, newBusinessOwner, PASSWORD } from "../business";
import { logIn, showFilters, test } from "../fixtures";
import { shoot } from "./shoot";

test("pictures of jobs", async ({ console: page, account, request }) => {
  await page.goto("/jobs");
  await expect(page.getByText("No jobs yet")).toBeVisible();
  await shoot(page, "jobs-empty");
  const { headers } = await authorization(request, account);
  const jobs: string[] = [];
  for (const data of [
    { channel: "whatsapp", to: "+15550000026", body: "Your parcel is on its way." },
    { channel: "whatsapp", to: "+15550001234", body: "Your table is ready." },
    { channel: "in_app", to: "alice", body: "See you at eight." },
    { channel: "whatsapp", to: "+15550001234", body: "Tomorrow", send_at: new Date(Date.now() + 9e7) },
  ]) {
    const sent = await request.post("/v1/messages", { headers, data });
    expect(sent.status(), await sent.text()).toBe(202);
    jobs.push((await sent.json()).job.id);
  }
  const table = page.getByRole("table", { name: "Jobs" });
  await page.goto("/jobs");
  await expect(table.getByText("Failed", { exact: true })).toBeVisible();
  await expect(table.getByText("Succeeded", { exact: true })).toHaveCount(2);
  for (const box of await table.getByRole("checkbox").all()) await box.check();
  await shoot(page, "jobs");
  await page.getByRole("button", { name: "Cancel 1" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "jobs-cancel");
  await page.goto("/jobs?state=failed");
  await page.getByRole("button", { name: "Retry failed (1)" }).click();
  await expect(page.getByText("1 job matches.")).toBeVisible();
  await shoot(page, "jobs-bulk");
  await page.getByRole("dialog").getByRole("button", { name: "Retry 1 job" }).click();
  await expect(page.getByRole("heading", { name: "Jobs were retried" })).toBeVisible();
  await shoot(page, "jobs-bulk-done");
  await page.goto("/jobs?kind=stripe.open_portal");
  await showFilters(page);
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await shoot(page, "jobs-no-match");
  for (const [name, id] of [
    ["job-failed", jobs[0]],
    ["job-queued", jobs[3]],
  ]) {
    await page.goto(`/jobs/${id}`);
    await expect(page.getByRole("img", { name: /This one/ })).toBeVisible();
    await shoot(page, name ?? "");
  }
});

test("pictures of the administration", async ({ page, request }) => {
  const account = await newBusinessOwner(request);
  const { id, headers } = await authorization(request, account);
  for (const to of ["+15550000026", "+15550001234"]) {
    await request.post("/v1/messages", { headers, data: { channel: "whatsapp", to, body: "Your parcel" } });
  }
  await logIn(page, { username: "demo_admin", password: PASSWORD, mobile: "" });
  await buyCredits(request, account, "pay_later", "fail");
  await buyCredits(request, account, "pay", "dispute");
  await request.post("/v1/api-keys", { headers, data: { name: "Cash desk", scopes: ["read", "send"] } });
  for (const [name, path, text] of [
    ["admin", "/admin", "Every balance replays"],
    ["admin-queues", "/admin/queues", "recipient_unreachable"],
    ["admin-processes", "/admin/processes", "Scheduler"],
    ["admin-payments", `/admin/payments?user=${account.username}`, "Blocks purchases"],
    ["admin-payments-empty", "/admin/payments?status=expired", "Nothing matches"],
    ["admin-settings", "/admin/settings", "PUBLIC_URL"],
    ["admin-settings-no-match", "/admin/settings?q=nothing-of-this-name", "No setting matches"],
    ["admin-user-messages", `/admin/users/${id}?tab=messages`, "Your parcel"],
    ["admin-user-jobs", `/admin/users/${id}?tab=jobs`, "WhatsApp message"],
    ["admin-user-credits", `/admin/users/${id}?tab=credits`, "Purchases"],
    ["admin-user-wallet", `/admin/users/${id}?tab=wallet`, "No movements"],
    ["admin-user-plan", `/admin/users/${id}?tab=plan`, "Never subscribed"],
    ["admin-user-access", `/admin/users/${id}?tab=access`, "Cash desk"],
    ["admin-users", "/admin/users", account.username],
    ["admin-user", `/admin/users/${id}`, account.mobile],
    ["admin-user-audit", `/admin/users/${id}?tab=audit`, "credits.minted"],
    ["admin-ledger", "/admin/ledger", "Newest block"],
    ["admin-audit", "/admin/audit", "credits.minted"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
    if (name === "admin-audit") await showFilters(page);
    await shoot(page, name);
  }
  await page.goto("/admin/queues");
  await page.getByRole("button", { name: "Pause maintenance" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "admin-queue-pause");
  await page.goto("/admin/ledger");
  await page
    .getByRole("button", { name: /^Show the audit/ })
    .first()
    .click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "admin-ledger-audit");
  await page.goto("/admin/audit");
  await page.getByRole("button", { name: "Show credits.minted" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "admin-audit-entry");
  await page.goto(`/admin/users/${id}`);
  await page.getByRole("button", { name: "Mint credits" }).click();
  await page.getByLabel("Credits", { exact: true }).fill("250");
  await page.getByRole("dialog").getByRole("button", { name: "Mint" }).click();
  await expect(page.getByText("The two numbers differ")).toBeVisible();
  await shoot(page, "admin-mint");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByRole("dialog")).toContainText("All access ends");
  await shoot(page, "admin-suspend");
});
