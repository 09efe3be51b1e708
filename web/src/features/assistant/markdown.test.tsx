import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import AnswerText from "./markdown";
import { assistant } from "./strings";

afterEach(cleanup);
const show = (text: string) => render(<AnswerText text={text} words={assistant} />).container;

test("an answer is rendered: headings, lists, code, tables, emphasis", () => {
  const page = show(
    "# Title\n\nSome **bold**, *soft* and `code & more`.\n\n1. one\n2. two `x`\n   - inner\n\n```js\nif (a < b) go();\n```\n\n| a | b |\n|---|---|\n| 1 | **2** |",
  );
  expect(page.querySelector("h2")?.textContent).toBe("Title");
  expect(page.querySelector("strong")?.textContent).toBe("bold");
  expect(page.querySelector("p code")?.textContent).toBe("code & more");
  expect([...page.querySelectorAll("ol > li")].map((li) => li.querySelector("p")?.textContent)).toEqual([
    "one",
    "two x",
  ]);
  expect(page.querySelector("ol ul li")?.textContent).toBe("inner");
  expect(page.querySelector("pre")?.textContent).toBe("if (a < b) go();");
  expect(page.querySelector("td strong")?.textContent).toBe("2");
});

test("HTML is shown as text, script links are none, and images are not loaded", () => {
  const text =
    "Hello <img src=x onerror=alert(1)> [bad](javascript:alert(1)) [good](https://example.com/a?b=1&c=2)\n\n<script>alert(1)</script>\n\n![A cat](https://example.com/cat.png)";
  const page = show(text);
  expect(page.querySelector("img, script")).toBeNull();
  expect(page.textContent).toContain("<img src=x onerror=alert(1)>");
  expect(page.textContent).toContain("<script>alert(1)</script>");
  const links = [...page.querySelectorAll("a")].map((a) => [a.textContent, a.getAttribute("href")]);
  expect(links).toEqual([
    ["good", "https://example.com/a?b=1&c=2"],
    ["Image: A cat", "https://example.com/cat.png"],
  ]);
});
