// Writes the OpenAPI document of the binary and the TypeScript types generated from it. With --check it only compares
// them with the committed files, and fails if they differ.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const root = new URL("../", import.meta.url);
const binary = process.env.SWITCHBOARD_BIN ?? new URL("../target/debug/switchboard", root).pathname;
const output = execFileSync(binary, ["openapi"], { encoding: "utf8", maxBuffer: 64 << 20 });
const document = JSON.parse(output);
const json = `${JSON.stringify(document, null, 2)}\n`;
const banner = "// Made from openapi.json by `npm run api:types`. Do not edit.\n";
const types = banner + astToString(await openapiTS(document, { alphabetize: true }));

const files = [
  [new URL("src/api/openapi.json", root), json],
  [new URL("src/api/schema.d.ts", root), types],
];
if (process.argv.includes("--check")) {
  const stale = files.filter(([file, text]) => readFileSync(file, "utf8") !== text);
  if (stale.length > 0) {
    console.error("The API's types are out of date: run `npm run api:types` and commit the result.");
    process.exit(1);
  }
} else {
  for (const [file, text] of files) writeFileSync(file, text);
}
