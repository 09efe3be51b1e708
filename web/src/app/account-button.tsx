import { type ComponentProps, lazy, Suspense, useState } from "react";
import { initials, nameOf } from "./account";
import type { Overlay } from "./layout";
import { app } from "./strings";
import { useUser } from "./use-session";

const load = () => import("./account-menu");
const AccountMenu = lazy(load);

/** The round button. `ref` and the menu's own properties are passed on. */
export function AccountAvatar(props: ComponentProps<"button">) {
  const user = useUser();
  return (
    <button
      type="button"
      aria-haspopup="menu"
      {...props}
      aria-label={`${app.account}: ${nameOf(user)}`}
      className="grid size-9 shrink-0 place-items-center rounded-full pointer-coarse:size-11"
    >
      <span className="grid size-9 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-on-accent-soft">
        {initials(user)}
      </span>
    </button>
  );
}

/** Loads its menu when the pointer or focus reaches it: no page needs it for its first paint. */
export function AccountButton({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <AccountAvatar
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    />
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu onOpen={onOpen} />
    </Suspense>
  );
}
