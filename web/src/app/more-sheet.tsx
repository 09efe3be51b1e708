import { Link } from "@tanstack/react-router";
import { Dialog } from "@/ui/dialog";
import type { NavItem } from "./nav";
import { app } from "./strings";

/** The pages that have no entry in the phone's bar. */
export default function MoreSheet({ items, onClose }: { items: readonly NavItem[]; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title={app.more}>
      <ul className="grid grid-cols-2 gap-2">
        {items.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              onClick={onClose}
              className="flex h-12 items-center gap-3 rounded-lg border border-line px-3 font-medium hover:bg-hover"
            >
              <Icon size={18} aria-hidden className="text-muted" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
