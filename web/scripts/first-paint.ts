import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/**
 * Spares the first paint what it would wait for:
 *
 * - The browser fetches the second script (scripts/chunks.ts) beside the first: the console's where somebody has been
 *   logged in, the login's elsewhere. Only the page knows which, by the mark that src/api/session.ts leaves. A wrong
 *   guess costs a small file.
 * - The browser loads its data for numbers and dates, which takes a slow phone 150 ms in one piece, while it waits for
 *   the style sheet.
 * - The icon is in the page itself. The content security policy allows that for images.
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
