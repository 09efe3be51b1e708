import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { useId } from "react";
import { cx } from "@/lib/cx";
import { liveAnnouncements, type Preference, shortcutsEnabled } from "@/lib/preference";
import { setTheme, THEMES, useTheme } from "@/lib/theme";
import { Section } from "@/ui/section";
import { settings } from "./strings";

const icons = { system: Monitor, light: Sun, dark: Moon };

export function AppearancePage() {
  const theme = useTheme();
  return (
    <div className="grid gap-5">
      <Section title={settings.appearance} hint={settings.appearanceHint}>
        <fieldset className="grid gap-3 sm:grid-cols-3">
          <legend className="sr-only">{settings.appearance}</legend>
          {THEMES.map((value) => {
            const Icon = icons[value];
            return (
              <label
                key={value}
                className={cx(
                  "flex cursor-pointer items-center gap-3 rounded-lg border px-4 py-3 font-medium has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
                  theme === value
                    ? "border-accent bg-accent-soft text-on-accent-soft"
                    : "border-line-strong hover:bg-hover",
                )}
              >
                <input
                  type="radio"
                  name="theme"
                  value={value}
                  checked={theme === value}
                  onChange={() => setTheme(value)}
                  className="sr-only"
                />
                <Icon size={18} aria-hidden />
                {settings.themes[value]}
              </label>
            );
          })}
        </fieldset>
      </Section>
      <Section title={settings.keyboard} hint={settings.appearanceHint}>
        <div className="grid gap-4">
          <Switch label={settings.shortcuts} help={settings.shortcutsHelp} preference={shortcutsEnabled} />
          <Switch
            label={settings.announcements}
            help={settings.announcementsHelp}
            preference={liveAnnouncements}
          />
        </div>
      </Section>
    </div>
  );
}

function Switch({ label, help, preference }: { label: string; help: string; preference: Preference }) {
  const on = preference.use();
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4">
      <div className="grid gap-0.5">
        <span id={id} className="font-medium">
          {label}
        </span>
        <span id={`${id}-help`} className="text-sm text-muted">
          {help}
        </span>
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-labelledby={id}
        aria-describedby={`${id}-help`}
        onClick={() => preference.set(!on)}
        className="grid h-11 shrink-0 place-items-center rounded-full"
      >
        <span
          className={cx(
            "flex h-6 w-11 items-center rounded-full border p-0.5 transition-colors",
            on ? "border-accent bg-accent" : "border-line-strong bg-sunken",
          )}
        >
          <span
            className={cx(
              "size-4.5 rounded-full transition-transform",
              on ? "translate-x-5 bg-on-accent" : "bg-line-strong",
            )}
          />
        </span>
      </button>
    </div>
  );
}
