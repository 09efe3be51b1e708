// google-genai for Node, with its default version and the other one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GoogleGenAI } from "@google/genai";
import { url } from "./receiver.mjs";

const model = "gemini-3.8-flash";
const client = (options) => new GoogleGenAI({ apiKey: "simulator-gemini-key", httpOptions: { baseUrl: url, ...options } });

for (const options of [{}, { apiVersion: "v1" }, { apiVersion: "v1beta" }]) {
  test(`answers, streams and counts with ${JSON.stringify(options)}`, async () => {
    const { models } = client(options);
    const answer = await models.generateContent({ model, contents: "one two three", config: { candidateCount: 1 } });
    assert.equal(answer.text, "You said: one two three");
    let text = "";
    for await (const chunk of await models.generateContentStream({ model, contents: "one two three four" })) text += chunk.text;
    assert.equal(text, "You said: one two three four");
    assert.equal((await models.countTokens({ model, contents: "one two" })).totalTokens, 2);
  });
}

test("models and errors", async () => {
  const names = [];
  for await (const it of await client().models.list()) names.push(it.name);
  assert.ok(names.includes(`models/${model}`));
  await assert.rejects(client().models.generateContent({ model: "gemini-retired", contents: "Hi" }), { status: 404 });
});
