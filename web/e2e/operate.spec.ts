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
import { sendByApi } from "./messages";
import { eachSize } from "./tags";
import { fails } from "./vitals";

const admin: Account = { username: "demo_admin", password: PASSWORD, mobile: "" };

test(
  "processes, queues, payments and settings are shown, changed, and say when they can't be loaded",
  eachSize,
  async ({ page, request }, { project }) => {
    const account = await newBusinessOwner(request, 10);
    const { id, headers } = await authorization(request, account);
    const bought = await request.post("/v1/credits/recharges", { headers, data: { credits: 500 } });
    expect(bought.status(), await bought.text()).toBe(202);
    await logIn(page, admin);

    const processes = page.getByRole("table", { name: "Processes" });
    await fails(page, "/admin/processes", "**/v1/processes", processes.getByRole("row", { name: /Worker/ }));
    await expect(processes.getByRole("row", { name: /Scheduler/ })).toContainText("Running");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    // A queue of its own for each project, as both use one server.
    const queue = project.name.startsWith("phone") ? "maintenance" : "bulk";
    await page.goto("/admin/queues");
    await expect(page.getByRole("region", { name: "Failures of the last hour" })).toBeVisible();
    await page.getByRole("button", { name: `Pause ${queue}` }).click();
    const dialog = page.getByRole("dialog", { name: `Pause the queue ${queue}?` });
    await expect(dialog).toContainText("new ones are accepted and wait");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByRole("row", { name: new RegExp(`^${queue}`) })).toContainText("Paused");
    await page.goto("/admin");
    await expect(page.getByRole("list", { name: "Needs attention" })).toContainText(
      `The queue ${queue} is paused`,
    );
    await page.goto("/admin/queues");
    await page.getByRole("button", { name: `Resume ${queue}` }).click();
    await expect(page.getByRole("button", { name: `Pause ${queue}` })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    const payments = page.getByRole("table", { name: "Payments" });
    await fails(page, "/admin/payments", "**/v1/payments?**", payments.getByRole("link").first());
    await showFilters(page);
    await page.getByLabel("User").fill(account.username);
    await expect(page).toHaveURL(/user=user-/);
    await expect(payments.getByRole("row")).toHaveCount(2);
    await expect(payments.getByRole("row", { name: /500 credits/ })).toContainText("Pending");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByLabel("Status").selectOption("Refunded");
    await expect(page.getByText("Nothing matches")).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).last().click();
    await expect(page).toHaveURL(/\/admin\/payments$/);
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Checkout page" })).toBeVisible();

    const http = page.getByRole("table", { name: "HTTP" });
    await fails(page, "/admin/settings", "**/v1/settings", http.getByRole("row", { name: /PUBLIC_URL/ }));
    await page.getByLabel("Name or value").fill("jwt");
    const secret = page.getByRole("row", { name: /JWT_SECRET/ });
    await expect(secret).toContainText("Secret, set");
    await expect(secret).toContainText("Not shown");
    await expect(http).toBeHidden();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    await page.goto(`/admin/users/${id}?tab=credits`);
    await expect(page.getByRole("table", { name: "Purchases" })).toContainText("Pending");
  },
);

test(
  "an administrator reads an account in tabs, and its owner sees that in the audit log",
  eachSize,
  async ({ page, request }) => {
    const account = await newBusinessOwner(request, 40);
    const { id, headers } = await authorization(request, account);
    const message = { channel: "in_app", to: "alice", body: "The keys are under the mat." };
    const { job } = await sendByApi(request, account, message);
    const key = { name: "Cash desk", scopes: ["read"] };
    expect((await request.post("/v1/api-keys", { headers, data: key })).status()).toBe(201);
    await logIn(page, admin);
    const tab = (name: string) => page.getByRole("tab", { name, exact: true }).click();
    await page.goto(`/admin/users/${id}`);
    await tab("Messages");
    await expect(page).toHaveURL(/tab=messages/);
    await expect(page.getByRole("table", { name: "Messages" })).toContainText("under the mat");
    await expectAccessible(page);
    await tab("Credits");
    const statement = page.getByRole("table", { name: "Statement" });
    await expect(statement.getByRole("row", { name: /Credits from an admin/ })).toContainText("+40");
    await expect(page.getByText("No purchases")).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await tab("Wallet");
    await expect(page.getByText("No money has moved")).toBeVisible();
    await tab("Plan");
    await expect(page.getByText("Never subscribed")).toBeVisible();
    await expectAccessible(page);
    await tab("Access");
    await expect(page.getByRole("table", { name: "API keys" })).toContainText("Cash desk");
    await expect(page.getByRole("tab", { name: "Access" })).toBeInViewport({ ratio: 0.9 });
    await expect(page.getByRole("table", { name: "Sessions" }).getByRole("row").nth(1)).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await fails(
      page,
      `/admin/users/${id}?tab=jobs`,
      "**/v1/jobs?**",
      page.getByRole("link", { name: "In-app message" }),
    );
    await page.getByLabel("State").selectOption("Failed");
    await expect(page.getByText("No job is in this state")).toBeVisible();
    await page.getByLabel("State").selectOption("Succeeded");
    await page.getByRole("link", { name: "In-app message" }).click();
    await expect(page).toHaveURL(new RegExp(`${job.id}\\?owner=${id}`));
    await expect(page.getByRole("img", { name: "This one: Succeeded" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "The account" }).click();
    await expect(page).toHaveURL(/tab=jobs/);

    const log = await (await request.get("/v1/audit?action=account.read", { headers })).json();
    const looks = log.data.map(({ target }: { target: string }) => target);
    expect(looks).toEqual(expect.arrayContaining(["/v1/messages", "/v1/credits/transactions", "/v1/wallet"]));
  },
);
