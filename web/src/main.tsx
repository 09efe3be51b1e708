import { setNonce } from "get-nonce";
import "./styles/index.css";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { isKnown, startSession } from "./api/session";
import { loadTexts } from "./lib/language";
import { newRouter } from "./router";

// Radix adds style elements for its scroll lock; the content security policy requires the nonce on them.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
if (nonce) setNonce(nonce);

// A new release has other chunks. Reload the page, once.
addEventListener("vite:preloadError", (event) => {
  const key = "swb-reloaded";
  try {
    if (sessionStorage.getItem(key)) return;
    sessionStorage.setItem(key, "1");
  } catch {
    return;
  }
  event.preventDefault();
  location.reload();
});

// The router requests it too, some renders later.
if (isKnown()) startSession().catch(() => undefined);

/** Separate tasks, since a slow phone answers no input during one: modules, the router, the first rendering. */
function start(element: HTMLElement) {
  const router = newRouter();
  setTimeout(() => createRoot(element).render(<RouterProvider router={router} />));
}

const element = document.getElementById("root");
if (element) void loadTexts().then(() => setTimeout(start, 0, element));
