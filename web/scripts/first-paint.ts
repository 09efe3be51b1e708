import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/**
 * Removes waits before the first paint:
 *
 * - The browser fetches the second script (scripts/chunks.ts) beside the first: the console's if this browser has had a
 *   session, otherwise the login's. Only the page knows, by the mark that src/api/session.ts sets. A wrong guess costs
 *   a small file.
 * - The browser loads its data for numbers and dates, which takes a slow phone 150 ms in one task, while it waits for
 *   the style sheet.
 * - The icon is embedded in the page. The content security policy allows that for images.
 */
export function firstPaint(): Plugin {
  return {
    name: "first-paint",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(page, { bundle }) {
        const file = (name: string) => {
          const chunk = Object.values(bundle ?? {}).find(
            (part) => part.type === "chunk" && part.name === name,
          );
          if (!chunk) throw new Error(`no chunk has the name ${name}`);
          return JSON.stringify(`/${chunk.fileName}`);
        };
        const script = `{let known=false;try{known=localStorage.getItem("swb-known")!==null}catch{}
const link=document.createElement("link");link.rel="modulepreload";link.crossOrigin="";
link.href=known?${file("console")}:${file("login")};document.head.append(link);
if(known){const locale=navigator.language||"en";new Intl.NumberFormat(locale).format(0);
new Intl.DateTimeFormat(locale,{dateStyle:"medium"}).format()}}`;
        const icon = encodeURIComponent(readFileSync(new URL("../public/icon.svg", import.meta.url), "utf8"));
        return {
          html: page.replace('href="/icon.svg"', `href="data:image/svg+xml,${icon}"`),
          tags: [
            { tag: "script", attrs: { nonce: "__CSP_NONCE__" }, children: script, injectTo: "head-prepend" },
          ],
        };
      },
    },
  };
}
