import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text";
import { ui } from "./strings";

export function CopyButton({ text, label = ui.copy }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    setCopied(await copyText(text));
  };
  return (
    <button
      type="button"
      aria-label={copied ? ui.copied : label}
      onClick={() => void copy()}
      className="grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-text pointer-coarse:size-11"
    >
      {copied ? <Check size={15} aria-hidden className="text-accent" /> : <Copy size={15} aria-hidden />}
    </button>
  );
}

/** Code. It scrolls sideways, the page never does. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <figure className="m-0 rounded-lg border border-line bg-sunken">
      <figcaption className="sr-only">{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="overflow-x-auto rounded-lg px-4 py-3 font-mono text-xs" tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
