import { Dialog } from "@/ui/dialog";
import { navFor } from "./nav";
import { app } from "./strings";
import { useUser } from "./use-session";

export default function ShortcutList({ onClose }: { onClose: () => void }) {
  const user = useUser();
  const rows: [string, string][] = [
    ["Ctrl K", app.keys.palette],
    ["[", app.keys.collapse],
    ["/", app.keys.filter],
    ["j", app.keys.next],
    ["k", app.keys.previous],
    ["Enter", app.keys.open],
    ["x", app.keys.select],
    ["?", app.keys.help],
  ];
  for (const page of navFor(user.role)) if (page.keys) rows.push([page.keys, app.keys.go(page.label)]);
  return (
    <Dialog open onOpenChange={onClose} title={app.shortcuts} description={app.keys.off}>
      <dl className="grid gap-1">
        {rows.map(([keys, text]) => (
          <div key={keys} className="flex items-center justify-between gap-4 py-1">
            <dt>{text}</dt>
            <dd className="flex gap-1">
              {keys.split(" ").map((key) => (
                <kbd
                  key={key}
                  className="min-w-7 rounded-md border border-line bg-sunken px-1.5 py-0.5 text-center font-sans text-sm"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
