import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { chunksOf } from "./scripts/chunks.ts";
import { firstPaint } from "./scripts/first-paint.ts";

// The API that the development server forwards to.
const api = process.env.SWITCHBOARD_URL ?? "http://127.0.0.1:8000";
const forwarded = ["/v1", "/health", "/metrics", "/openapi.json", "/docs", "/redoc"];

export default defineConfig({
  plugins: [react(), tailwindcss(), firstPaint()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    host: "127.0.0.1",
    // `changeOrigin` stays off: the API compares `Origin` with `Host` for requests that carry the cookie.
    proxy: Object.fromEntries(forwarded.map((path) => [path, { target: api, ws: path === "/v1" }])),
  },
  build: {
    target: "es2023",
    manifest: true,
    // Everything is a file: the content security policy allows no `data:` fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 350,
    rolldownOptions: {
      output: { codeSplitting: { groups: chunksOf(fileURLToPath(new URL("./", import.meta.url))) } },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    restoreMocks: true,
  },
});
