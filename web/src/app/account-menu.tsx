import { Link } from "@tanstack/react-router";
import Keyboard from "lucide-react/icons/keyboard";
import LogOut from "lucide-react/icons/log-out";
import Settings from "lucide-react/icons/settings";
import { Menu, MenuItem, MenuSeparator } from "@/ui/menu";
import { endSession, nameOf } from "./account";
import { AccountAvatar } from "./account-button";
import type { Overlay } from "./layout";
import { app } from "./strings";
import { useUser } from "./use-session";

export default function AccountMenu({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const user = useUser();
  return (
    <Menu defaultOpen trigger={<AccountAvatar />}>
      <div className="px-2.5 pt-1.5 pb-2">
        <p className="font-semibold">{nameOf(user)}</p>
        <p className="text-sm text-muted">
          {user.username} · {app.roles[user.role]}
        </p>
      </div>
      <MenuSeparator />
      <MenuItem asChild>
        <Link to="/settings/profile">
          <Settings size={16} aria-hidden className="text-muted" />
          {app.settings}
        </Link>
      </MenuItem>
      <MenuItem icon={<Keyboard size={16} aria-hidden />} onSelect={() => onOpen("shortcuts")}>
        {app.shortcuts}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut size={16} aria-hidden />} onSelect={() => void endSession()}>
        {app.logOut}
      </MenuItem>
    </Menu>
  );
}
