import { authorization, newBusinessOwner, PASSWORD } from "./business";
import {
  type Account,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  showFilters,
  test,
} from "./fixtures";
import { eachSize } from "./tags";
import { fails } from "./vitals";

const admin: Account = { username: "demo_admin", password: PASSWORD, mobile: "" };

test("an administrator finds an account, mints credits and suspends it, and the audit log has both", async ({
  page,
  request,
}) => {
  const account = await newBusinessOwner(request, 10);
  await logIn(page, admin);
  await page.goto("/admin/users");
  const users = page.getByRole("table", { name: "Users" });
  await expect(users.getByRole("link").first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByLabel("Name, e-mail or number").fill(account.username);
  await page.getByLabel("Role").selectOption("Business owner");
  await expect(page).toHaveURL(/role=business_owner/);
  await expect(users.getByRole("row")).toHaveCount(2);
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: account.username })).toBeFocused();
  await expect(page.getByText(account.mobile)).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "Mint credits" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Credits", { exact: true }).fill("250");
  await dialog.getByLabel("Reason").fill("Goodwill");
  await dialog.getByLabel("Type the number of credits again").fill("25");
  await dialog.getByRole("button", { name: "Mint" }).click();
  await expect(dialog.getByText("The two numbers differ")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Type the number of credits again").fill("250");
  await dialog.getByRole("button", { name: "Mint" }).click();
  await expect(page.getByText("250 credits were minted", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(dialog).toContainText("Waiting jobs are cancelled and their price is refunded.");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByText("it cannot log in", { exact: false })).toBeVisible();
  expect((await request.post("/v1/auth/token", { data: account })).status()).not.toBe(200);

  await page.getByRole("tab", { name: "Audit log" }).click();
  const log = page.getByRole("table", { name: "Audit log" });
  await expect(log.getByRole("button", { name: "Show user.suspended" })).toBeVisible();
  await log.getByRole("button", { name: "Show credits.minted" }).first().click();
  const changes = dialog.getByRole("table", { name: "Changes" });
  await expect(changes.getByRole("row").filter({ hasText: "amount" })).toContainText("250");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Reactivate" }).click();
  await expect(page.getByText(`${account.username} is active again`, { exact: true })).toBeVisible();
});

test("the platform's queues, ledger and audit log are shown, and say when they can't be loaded", async ({
  page,
  request,
}) => {
  const account = await newBusinessOwner(request, 10);
  await logIn(page, admin);
  const queues = page.getByRole("table", { name: "Queues" });
  await fails(page, "/admin/queues", "**/v1/queues", queues.getByRole("row", { name: /whatsapp/ }));
  // It is polled: the history has a second sample without a reload.
  await expect(queues.getByRole("img", { name: /Waiting jobs of whatsapp/ })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await fails(page, "/admin", "**/v1/ledger/proof", page.getByText("Every balance replays"));
  await expect(page.getByRole("region", { name: "Jobs" })).toContainText("Waiting");
  await expectAccessible(page);
  await page.goto("/admin/ledger");
  await page.getByRole("button", { name: "Run a full audit" }).click();
  // One full audit a minute: another project's may have been just before.
  const audit = page.getByRole("region", { name: "Audit", exact: true });
  await expect(audit).toContainText(/The whole ledger and its hash chain|started within this minute/);
  await expect(page.getByRole("table", { name: "Assets" })).toContainText("CREDIT");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const log = page.getByRole("table", { name: "Audit log" });
  await fails(page, "/admin/audit", "**/v1/audit?**", log.getByRole("button").first());
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await showFilters(page);
  await page.getByLabel("Affected user").fill(account.username);
  await page.getByLabel("Action").selectOption("credits.minted");
  await expect(page).toHaveURL(/action=credits.minted/);
  await expect(page).toHaveURL(/subject=user-/);
  await expect(log.getByRole("row")).toHaveCount(2);
  await expect(log).toContainText("demo_admin");
  await page.getByLabel("Affected user").fill("nobody-of-this-name");
  await expect(page.getByText("Nothing matches")).toBeVisible();
});

test("others have no pages of the administration", eachSize, async ({ page, account, request }) => {
  const { id } = await authorization(request, account);
  await logIn(page, account);
  const pages = ["queues", "processes", "payments", "settings", `users/${id}`, "ledger", "audit"];
  for (const path of ["/admin", ...pages.map((page) => `/admin/${page}`)]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: "Not for your role" })).toBeVisible();
  }
});
