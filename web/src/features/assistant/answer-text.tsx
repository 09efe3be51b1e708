import { lazy, Suspense } from "react";
import { assistant } from "./strings";

const Markdown = lazy(() => import("./markdown"));

/** The text of an answer: plain until the Markdown renderer is loaded. */
export function AnswerText({ text }: { text: string }) {
  return (
    <Suspense fallback={<p className="break-words whitespace-pre-wrap">{text}</p>}>
      <Markdown text={text} words={assistant} />
    </Suspense>
  );
}
