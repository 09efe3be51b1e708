import { expect, expectNoSidewaysScroll, test } from "./fixtures";
import { eachSize } from "./tags";

/** English words that are not German ones. */
const english = /\b(the|your|you|yet|and|with|this|are|load|show)\b/i;

const pages: [path: string, heading: string][] = [
  ["/", "Start"],
  ["/messages", "Nachrichten"],
  ["/messages/new", "Neue Nachricht"],
  ["/chat", "Chat"],
  ["/assistant", "Assistent"],
  ["/credits", "Credits"],
  ["/wallet", "Geldbörse"],
  ["/plan", "Tarif"],
  ["/events", "Ereignisse"],
  ["/keys", "API-Schlüssel"],
  ["/settings/profile", "Einstellungen"],
  ["/settings/notifications", "Einstellungen"],
  ["/nowhere", "Seite nicht gefunden"],
];

test(
  "German is chosen in the settings or by the browser, on all pages",
  eachSize,
  async ({ console: page, account, browser, baseURL }) => {
    const texts: string[] = [];
    page.on("request", (request) => {
      if (/\/assets\/de-/.test(request.url())) texts.push(request.url());
    });
    await page.goto("/settings/appearance");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    const choice = page.getByRole("radio", { name: "Deutsch" });
    await expect(choice).not.toBeChecked();
    expect(texts, "in English nothing of another language is loaded").toEqual([]);
    await choice.focus();
    await page.keyboard.press("Space");
    await expect(page.getByRole("heading", { level: 1, name: "Einstellungen" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await expect(choice).toBeChecked();

    for (const [path, heading] of pages) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, name: heading, exact: true })).toBeVisible();
      await expect(page.locator(".animate-skeleton, [aria-busy=true]")).toHaveCount(0);
      expect(await page.locator("body").innerText(), path).not.toMatch(english);
      await expectNoSidewaysScroll(page);
    }
    await page.goto("/wallet");
    await expect(page.getByText(/^0,00/).first()).toBeVisible();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Tastenkürzel" })).not.toContainText(english);

    const context = await browser.newContext({ baseURL, locale: "de-AT" });
    const visitor = await context.newPage();
    await visitor.goto("/login");
    await expect(visitor.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
    await visitor.getByLabel("Benutzername").fill(account.username);
    await visitor.getByRole("textbox", { name: "Passwort" }).fill(account.password);
    await visitor.getByRole("button", { name: "Anmelden" }).click();
    await expect(visitor.getByRole("heading", { level: 1, name: "Start" })).toBeVisible();
    await context.close();
  },
);
