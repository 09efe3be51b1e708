import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode, useMemo } from "react";
import { CodeBlock, CopyButton } from "@/ui/copy";
import type { assistant } from "./strings";

// Answers are untrusted data. Known tokens become elements; everything else, HTML above all, is shown as text. Images,
// which would be loaded from other hosts, become links.

/** Texts are passed in, so that this file imports no strings. */
type Words = Pick<typeof assistant, "image" | "code">;

export default function AnswerText({ text, words }: { text: string; words: Words }) {
  const tokens = useMemo(() => lexer(text), [text]);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 break-words">{drawAll(tokens, words)}</div>
  );
}

function drawAll(tokens: readonly Token[] | undefined, words: Words): ReactNode {
  return tokens?.map((token, at) => <Fragment key={at}>{draw(token, words)}</Fragment>);
}

const inside = (token: Token, words: Words): ReactNode =>
  "tokens" in token && token.tokens ? drawAll(token.tokens, words) : "text" in token ? token.text : token.raw;

function draw(token: Token, words: Words): ReactNode {
  switch (token.type) {
    case "space":
      return null;
    case "heading":
      return <h2 className={token.depth > 2 ? "text-base" : "text-lg"}>{inside(token, words)}</h2>;
    case "paragraph":
      return <p className="whitespace-pre-wrap">{inside(token, words)}</p>;
    case "strong":
      return <strong>{inside(token, words)}</strong>;
    case "em":
      return <em>{inside(token, words)}</em>;
    case "del":
      return <del>{inside(token, words)}</del>;
    case "br":
      return <br />;
    case "hr":
      return <hr className="border-line" />;
    case "codespan":
      return (
        <code className="rounded bg-sunken px-1 py-0.5 font-mono text-xs break-words">{token.text}</code>
      );
    case "code":
      return <Code code={token.text} words={words} />;
    case "blockquote":
      return (
        <blockquote className="grid gap-2 border-l-2 border-line-strong pl-3 text-muted">
          {inside(token, words)}
        </blockquote>
      );
    case "list":
      return <List list={token as Tokens.List} words={words} />;
    case "table":
      return <Table table={token as Tokens.Table} words={words} />;
    case "link":
      return <Anchor href={token.href}>{inside(token, words)}</Anchor>;
    case "image":
      return <Anchor href={token.href}>{words.image(token.text)}</Anchor>;
    case "text":
    case "escape":
      return inside(token, words);
    default:
      return <span className="whitespace-pre-wrap">{token.raw}</span>;
  }
}

function Code({ code, words }: { code: string; words: Words }) {
  return (
    <div className="relative">
      <CodeBlock code={code} label={words.code} />
      <div className="absolute top-0.5 right-0.5 rounded-md bg-sunken">
        <CopyButton text={code} />
      </div>
    </div>
  );
}

function List({ list: { ordered, start, items }, words }: { list: Tokens.List; words: Words }) {
  const rows = items.map((item, at) => (
    <li key={at}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1">{drawAll(blocksOf(item), words)}</div>
    </li>
  ));
  return ordered ? (
    <ol start={start || 1} className="grid list-decimal gap-1 pl-6">
      {rows}
    </ol>
  ) : (
    <ul className="grid list-disc gap-1 pl-6">{rows}</ul>
  );
}

// A list item's text is not a block; in a grid its parts would be stacked.
const blocksOf = (item: Tokens.ListItem): Token[] =>
  item.tokens.map((token) => (token.type === "text" ? ({ ...token, type: "paragraph" } as Token) : token));

function Table({ table: { header, rows }, words }: { table: Tokens.Table; words: Words }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="overflow-x-auto" tabIndex={0}>
      <table className="border-collapse text-sm">
        <thead>
          <tr className="border-b border-line-strong">
            {header.map((cell, at) => (
              <th key={at} className="px-3 py-1.5 text-left font-medium first:pl-0">
                {drawAll(cell.tokens, words)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row} className="border-b border-line">
              {cells.map((cell, at) => (
                <td key={at} className="px-3 py-1.5 align-top first:pl-0">
                  {drawAll(cell.tokens, words)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** An external link; an address with another scheme, which could run a script, becomes text. */
function Anchor({ href, children }: { href: string; children: ReactNode }) {
  if (!/^(https?:\/\/|mailto:)/i.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className="link">
      {children}
    </a>
  );
}
