import Download from "lucide-react/icons/download";
import type { components } from "@/api/schema";
import { Button } from "@/ui/button";
import { CodeBlock, CopyButton } from "@/ui/copy";
import { Dialog } from "@/ui/dialog";
import { keys } from "./strings";

export type CreatedKey = components["schemas"]["CreatedKey"];

/** Downloads a text as a file. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/** The secret of a new key. A press outside the dialog must not close it. */
export function KeyCreated({ created, onClose }: { created: CreatedKey; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dismissable={false}
      title={keys.doneTitle}
      description={keys.doneText}
      actions={
        <>
          <Button
            icon={<Download size={16} aria-hidden />}
            onClick={() => save(keys.file(created.name), created.key)}
          >
            {keys.download}
          </Button>
          <Button look="primary" onClick={onClose}>
            {keys.stored}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="flex items-center gap-2 rounded-lg border border-line bg-sunken py-1 pr-1 pl-4">
          <code className="min-w-0 grow font-mono text-sm break-all" data-testid="key">
            {created.key}
          </code>
          <CopyButton text={created.key} label={keys.copy} />
        </p>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          <p className="text-sm font-medium">{keys.example}</p>
          <CodeBlock
            label={keys.example}
            code={`export API_KEY=…\ncurl ${location.origin}/v1/me \\\n  -H "Authorization: Bearer $API_KEY"`}
          />
        </div>
      </div>
    </Dialog>
  );
}
