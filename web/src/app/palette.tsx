import { useNavigate, useRouter } from "@tanstack/react-router";
import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import Clock from "lucide-react/icons/clock";
import Hash from "lucide-react/icons/hash";
import Keyboard from "lucide-react/icons/keyboard";
import LogOut from "lucide-react/icons/log-out";
import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Search from "lucide-react/icons/search";
import Send from "lucide-react/icons/send";
import Sun from "lucide-react/icons/sun";
import { Dialog as Radix } from "radix-ui";
import { useState } from "react";
import { recentVisits } from "@/lib/recent";
import { setTheme, THEMES } from "@/lib/theme";
import { giveBackFocus } from "@/ui/dialog";
import { endSession } from "./account";
import { idLink, recipientIn } from "./id-link";
import type { Overlay } from "./layout";
import { navFor } from "./nav";
import { app } from "./strings";
import { useUser } from "./use-session";

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

const item =
  "flex min-h-10 items-center gap-3 rounded-lg px-3 text-base data-[selected=true]:bg-accent-soft data-[selected=true]:text-on-accent-soft pointer-coarse:min-h-11";
const heading =
  "[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted";

interface Props {
  onClose: () => void;
  onOpen: (overlay: Overlay) => void;
}

export default function Palette({ onClose, onOpen }: Props) {
  const navigate = useNavigate();
  const router = useRouter();
  const user = useUser();
  const [query, setQuery] = useState("");
  const [opener] = useState(() => document.activeElement);
  const [recent] = useState(() => recentVisits().filter(({ path }) => path !== location.pathname));
  const named = idLink(query.trim(), user.role);
  const recipient = named ? undefined : recipientIn(query);
  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => giveBackFocus(event, opener)}
          className="fixed top-4 left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 animate-rise overflow-hidden rounded-xl border border-line bg-raised shadow-high outline-none sm:top-[14vh]"
        >
          <Radix.Title className="sr-only">{app.palette}</Radix.Title>
          <Command label={app.palette} loop>
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search size={18} aria-hidden className="text-muted" />
              <Command.Input
                autoFocus
                value={query}
                onValueChange={setQuery}
                placeholder={app.paletteHelp}
                className="h-13 grow bg-transparent text-lg outline-none placeholder:text-muted"
              />
            </div>
            <Command.List className="max-h-[min(33rem,65dvh)] overflow-y-auto p-2" label={app.palette}>
              {!recipient && !named && (
                <Command.Empty className="px-3 py-8 text-center text-muted">{app.noResults}</Command.Empty>
              )}
              {named && (
                <Entry
                  icon={Hash}
                  label={app.openId(named.kind)}
                  always
                  onSelect={run(() => void navigate(named.link))}
                />
              )}
              {recent.length > 0 && (
                <Command.Group heading={app.recent} className={heading}>
                  {recent.map(({ path, title }) => (
                    <Entry
                      key={path}
                      icon={Clock}
                      label={title}
                      value={`${title} ${path}`}
                      onSelect={run(() => router.history.push(path))}
                    />
                  ))}
                </Command.Group>
              )}
              <Command.Group heading={app.pages} className={heading}>
                {navFor(user.role).map((page) => (
                  <Entry
                    key={page.to}
                    icon={page.icon}
                    label={page.label}
                    words={page.words}
                    keys={page.keys}
                    onSelect={run(() => void navigate({ to: page.to }))}
                  />
                ))}
              </Command.Group>
              <Command.Group heading={app.actions} className={heading}>
                {THEMES.map((theme) => (
                  <Entry
                    key={theme}
                    icon={themeIcons[theme]}
                    label={app.theme[theme]}
                    onSelect={run(() => setTheme(theme))}
                  />
                ))}
                <Entry icon={Keyboard} label={app.shortcuts} keys="?" onSelect={() => onOpen("shortcuts")} />
                <Entry icon={LogOut} label={app.logOut} onSelect={run(() => void endSession())} />
              </Command.Group>
              {recipient && (
                // Matches any text, so it is last.
                <Entry
                  icon={Send}
                  label={app.sendTo(recipient)}
                  always
                  onSelect={run(() => void navigate({ to: "/messages/new", search: { to: recipient } }))}
                />
              )}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface EntryProps {
  icon: LucideIcon;
  label: string;
  /** The text to match, if not the label. */
  value?: string;
  /** Shown for any query. */
  always?: boolean;
  words?: readonly string[] | undefined;
  keys?: string | undefined;
  onSelect: () => void;
}

function Entry({ icon: Icon, label, value, always, words, keys, onSelect }: EntryProps) {
  return (
    <Command.Item
      value={value ?? label}
      forceMount={always}
      keywords={words ? [...words] : undefined}
      onSelect={onSelect}
      className={item}
    >
      <Icon size={17} aria-hidden className="shrink-0 text-muted" />
      <span className="grow">{label}</span>
      {keys && <kbd className="font-sans text-xs text-muted">{keys}</kbd>}
    </Command.Item>
  );
}
