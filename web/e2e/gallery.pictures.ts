import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { authorization, PASSWORD } from "./business";
import { logIn } from "./fixtures";
import { GALLERY, type GalleryPage, gallery } from "./gallery";

/**
 * The pictures of docs/console.md: every page with the sample data of a running `make run`. Changes nothing, except that the
 * chaos page gets a load.
 */
const root = new URL("../../docs/", import.meta.url);
const folder = fileURLToPath(new URL("images/console/", root));
mkdirSync(folder, { recursive: true });

const QUALITY = 60;

async function take(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await page.waitForLoadState("load");
  await expect(page.locator(".animate-skeleton, .invisible, [aria-busy=true]")).toHaveCount(0);
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
  const cdp = await page.context().newCDPSession(page);
  const { data } = await cdp.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  writeFileSync(`${folder}${name}.webp`, Buffer.from(data, "base64"));
}

/** An object of the sample data: the newest of a list that fits. */
async function firstOf(
  request: APIRequestContext,
  headers: Record<string, string>,
  list: string,
  fits: (row: Record<string, unknown>) => boolean = () => true,
): Promise<string> {
  const answer = await request.get(list, { headers });
  expect(answer.status(), `${list}: ${await answer.text()}`).toBe(200);
  const row = (await answer.json()).data.find(fits);
  expect(row, `nothing in ${list}`).toBeTruthy();
  return String(row.id ?? row.business_owner_id ?? row.address);
}

/** The path of a page with an id. */
async function pathOf({ route, user }: GalleryPage, request: APIRequestContext): Promise<string> {
  // The live tail of a new page is empty.
  if (route === "/events") return `${route}?view=log`;
  if (!/\$/.test(route) || !user) return route;
  const { id: own, headers } = await authorization(request, { username: user, password: PASSWORD });
  const lists: Record<string, () => Promise<string>> = {
    "/messages/$id": () => firstOf(request, headers, "/v1/messages?status=failed&channel=whatsapp"),
    "/chat/$id": () => firstOf(request, headers, "/v1/conversations", ({ kind }) => kind !== "assistant"),
    "/assistant/$id": () => firstOf(request, headers, "/v1/conversations?kind=assistant"),
    "/wallet/transfers/$id": () => firstOf(request, headers, "/v1/transfers"),
    "/jobs/$id": () => firstOf(request, headers, "/v1/jobs?state=failed"),
    "/templates/$id": () => firstOf(request, headers, "/v1/templates"),
    "/clients/$id": () => firstOf(request, headers, `/v1/resellers/${own}/business-owners`),
    "/admin/users/$id": () =>
      firstOf(request, headers, "/v1/users?q=demo_business", ({ username }) => username === "demo_business"),
  };
  const id = await lists[route]?.();
  return id ? route.replace("$id", id) : route;
}

async function openPage(page: Page, one: GalleryPage, request: APIRequestContext): Promise<void> {
  if (one.route === "/inbox/$phone") {
    await page.goto("/inbox");
    await page.locator("main [data-row-link]").first().click();
    await expect(page).toHaveURL(/\/inbox\/./);
    return;
  }
  await page.goto(await pathOf(one, request));
  if (one.route === "/messages/new") {
    await page.getByLabel("To", { exact: true }).fill("bob");
    const quoted = page.waitForResponse("**/v1/messages?dry_run=true");
    await page.locator("textarea[name=text]").fill("Shall we meet at eight?");
    await quoted;
  }
  if (one.route === "/chaos") {
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("button", { name: "Kill", exact: true }).click();
    await expect(page.getByText(/was killed/)).toBeVisible();
    await page.getByRole("button", { name: "Delete all keys" }).click();
    await expect(page.getByText(/1\d\d accepted:/)).toBeAttached();
  }
}

for (const user of [undefined, "alice", "demo_business", "demo_reseller", "demo_admin"] as const) {
  test(`pages of ${user ?? "visitors"}`, async ({ page, request }) => {
    test.setTimeout(600_000);
    if (user) await logIn(page, { username: user, password: PASSWORD, mobile: "" });
    const own = GALLERY.flatMap((group) => group.pages).filter((one) => one.user === user);
    for (const one of own) {
      await openPage(page, one, request);
      await take(page, one.name);
    }
  });
}

test("the document has the gallery", () => {
  const path = fileURLToPath(new URL("console.md", root));
  const [before, after] = ["<!-- gallery -->\n", "<!-- end of the gallery -->"];
  const document = readFileSync(path, "utf8");
  const [from, to] = [document.indexOf(before) + before.length, document.indexOf(after)];
  expect(to).toBeGreaterThan(from);
  writeFileSync(path, `${document.slice(0, from)}\n${gallery()}\n${document.slice(to)}`);
});
