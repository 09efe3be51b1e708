import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/**
 * Removes waits before the first paint:
 *
 * - The browser fetches the second script (scripts/chunks.ts) beside the first: the console's if this browser has had a
 *   session, otherwise the login's. Only the page knows, by the mark that src/api/session.ts sets. A wrong guess costs
 *   a small file.
 * - Likewise the texts of a language other than English (src/languages).
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
        const languages = Object.values(bundle ?? {}).flatMap((part) =>
          part.type === "chunk" && part.facadeModuleId?.includes("/src/languages/")
            ? [[part.name, `/${part.fileName}`]]
            : [],
        );
        const script = `{let known=false;try{known=localStorage.getItem("swb-known")!==null}catch{}
const {lang}=document.documentElement;
for(const file of [known?${file("console")}:${file("login")},${JSON.stringify(Object.fromEntries(languages))}[lang]]){
if(!file)continue;const link=document.createElement("link");link.rel="modulepreload";link.crossOrigin="";
link.href=file;document.head.append(link)}
if(known){const locale=navigator.languages.find((one)=>one.split("-")[0]===lang)||lang;new Intl.NumberFormat(locale).format(0);
new Intl.DateTimeFormat(locale,{dateStyle:"medium"}).format()}}`;
        const icon = encodeURIComponent(readFileSync(new URL("../public/icon.svg", import.meta.url), "utf8"));
        // After the line that chooses the language, and before the style sheet, which would hold it up.
        return page
          .replace('href="/icon.svg"', `href="data:image/svg+xml,${icon}"`)
          .replace("</script>", `</script>\n    <script nonce="__CSP_NONCE__">${script}</script>`);
      },
    },
  };
}
