import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { cx } from "@/lib/cx";
import { LANGUAGES, type Language, language, setLanguage } from "@/lib/language";
import { liveAnnouncements, type Preference, shortcutsEnabled } from "@/lib/preference";
import { setTheme, THEMES, useTheme } from "@/lib/theme";
import { Choice } from "@/ui/choice";
import { Section } from "@/ui/section";
import { Switch } from "@/ui/switch";
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
      <Section title={settings.language} hint={settings.languageHint}>
        <Choice
          label={settings.language}
          options={Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as Language, label }))}
          value={language}
          onChange={setLanguage}
        />
      </Section>
      <Section title={settings.keyboard} hint={settings.appearanceHint}>
        <div className="grid gap-4">
          <PreferenceSwitch
            label={settings.shortcuts}
            help={settings.shortcutsHelp}
            preference={shortcutsEnabled}
          />
          <PreferenceSwitch
            label={settings.announcements}
            help={settings.announcementsHelp}
            preference={liveAnnouncements}
          />
        </div>
      </Section>
    </div>
  );
}

function PreferenceSwitch({ preference, ...texts }: { label: string; help: string; preference: Preference }) {
  return <Switch {...texts} on={preference.use()} onChange={preference.set} />;
}
