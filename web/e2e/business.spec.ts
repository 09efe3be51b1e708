import { deliver, newBusinessOwner, newPhone, PASSWORD, phoneWrites } from "./business";
import {
  type Account,
  caughtUp,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  test,
} from "./fixtures";
import { eachSize } from "./tags";
import { fails } from "./vitals";

const admin: Account = { username: "demo_admin", password: PASSWORD, mobile: "" };
let account: Account;

test.beforeEach(async ({ page, request }) => {
  account = await newBusinessOwner(request);
  await logIn(page, account);
});

test("a template is created beside its preview, changed and deleted", async ({ page }) => {
  await page.goto("/templates");
  await expect(page.getByText("No templates yet")).toBeVisible();
  await page.getByRole("link", { name: "New template" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "New template" })).toBeFocused();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Name")).toHaveAccessibleDescription(/This field is required/);
  await page.getByLabel("Name").fill("table_ready");
  const text = page.getByRole("textbox", { name: "Text", exact: true });
  await text.fill("Hello {{first_name}}, your table is ready at {{");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText("Places: first_name");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Save" }).click();
  // The server reports the unclosed placeholder.
  await expect(text).toHaveAttribute("aria-invalid", "true");
  await text.fill("Hello {{first_name}}, your table is ready at {{time}}.");
  await page.getByLabel("Header").selectOption("Image");
  await expect(preview).toContainText("Places: first_name and time");
  await page.getByRole("button", { name: "Save" }).click();
  const table = page.getByRole("table", { name: "Templates" });
  await expect(table.getByRole("row", { name: /table_ready/ })).toContainText("your table is ready at");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "table_ready" })).toBeFocused();
  await page.getByLabel("Category").selectOption("Marketing");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Template saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Category")).toHaveValue("marketing");
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toContainText("Those that were accepted are still sent.");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No templates yet")).toBeVisible();
});

test("an admin grants a template, its account sees it, until it is revoked", async ({ page }) => {
  const grants = page.getByRole("table", { name: "Grants" });
  await page.goto("/templates?list=grants");
  await expect(page.getByText("An admin grants templates of the platform's number.")).toBeVisible();
  await page.context().clearCookies();
  await logIn(page, admin);
  await page.goto("/templates?list=grants");
  await page.getByRole("button", { name: "Grant a template" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Account").fill("nobody-of-this-name");
  await dialog.getByLabel("Template").fill("order_ready");
  await dialog.getByRole("button", { name: "Grant a template" }).click();
  await expect(dialog.getByLabel("Account")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await dialog.getByLabel("Account").fill(account.username);
  await dialog.getByRole("button", { name: "Grant a template" }).click();
  await expect(grants.getByRole("row", { name: account.username })).toContainText("All languages");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: `Revoke order_ready from ${account.username}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Grant revoked", { exact: true })).toBeVisible();
  await expect(page.getByText(account.username)).toHaveCount(0);
});

test("a number is connected; phones write, opt out and opt in", async ({ page, request }) => {
  const [number, phone] = [newPhone().slice(1), newPhone()];
  await page.goto("/channels");
  const whatsapp = page.getByRole("region", { name: "WhatsApp" });
  await expect(whatsapp).toContainText("You send from the platform's number.");
  await expect(page.getByText("/v1/hooks/whatsapp")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await whatsapp.getByRole("button", { name: "Connect a number" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Phone number ID").fill(number);
  await dialog.getByRole("textbox", { name: "Access token" }).fill("not-its-token");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Connect a number" }).click();
  await expect(whatsapp).toContainText("WhatsApp did not confirm the number.");
  await expect(whatsapp).toContainText("The token does not belong to this number.");
  await expectAccessible(page);
  await whatsapp.getByRole("button", { name: "Connect again" }).click();
  await dialog.getByRole("textbox", { name: "Access token" }).fill(`simulator-token-${number}`);
  await dialog.getByRole("button", { name: "Connect a number" }).click();
  await expect(whatsapp).toContainText("Messages go out.");
  await expect(whatsapp).toContainText("Simulated business");

  await page.goto("/contacts");
  await expect(page.getByText("Nobody has written yet")).toBeVisible();
  await caughtUp(page);
  await deliver(request, account, phone, "Your table is ready.");
  await phoneWrites(request, phone, "Thank you", "text", number);
  const list = page.getByRole("table", { name: "Phones that wrote to you" });
  await expect(list.getByRole("row", { name: new RegExp(phone.slice(1)) })).toContainText("Thank you");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("tab", { name: "Opt-outs" }).click();
  await expect(page.getByText("No opt-outs")).toBeVisible();
  await phoneWrites(request, phone, "STOP", "text", number);
  const optOut = page.getByRole("table", { name: "Opt-outs" }).getByRole("row", { name: phone });
  await expect(optOut).toContainText("All messages");
  await expectAccessible(page);
  await optOut.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("dialog")).toContainText("only if the phone's owner has agreed");
  await page.getByRole("dialog").getByRole("button", { name: "Remove the opt-out" }).click();
  await expect(page.getByText("No opt-outs")).toBeVisible();

  await page.goto("/channels");
  await whatsapp.getByRole("button", { name: "Remove the number" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the number" }).click();
  await expect(whatsapp).toContainText("You send from the platform's number.");
});

test(
  "business pages show an error while they can't be loaded; other roles have none",
  eachSize,
  async ({ page, request }) => {
    await fails(page, "/templates", "**/v1/templates?**", page.getByText("No templates yet"));
    await fails(page, "/contacts?list=opt-outs", "**/v1/opt-outs?**", page.getByText("No opt-outs"));
    await fails(
      page,
      "/channels",
      "**/v1/channels/whatsapp",
      page.getByText("Messages go out.", { exact: true }),
    );
    // The phone opted out of the platform's number: only the phone can revoke that.
    const phone = newPhone();
    await deliver(request, account, phone, "Hello");
    await phoneWrites(request, phone, "STOP");
    await page.goto("/contacts?list=opt-outs");
    const row = page.getByRole("table", { name: "Opt-outs" }).getByRole("row", { name: phone });
    await expect(row).toContainText("Only the phone can lift it");
    await expect(row.getByRole("button")).toHaveCount(0);
  },
);

test("a user has no business pages", eachSize, async ({ page, account: user }) => {
  await page.context().clearCookies();
  await logIn(page, user);
  for (const path of ["/templates", "/templates/new", "/contacts", "/channels"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: "Not for your role" })).toBeVisible();
  }
});
