import { locale } from "@/lib/language";
import { isE164, toE164 } from "@/lib/mobile";
import { Choice } from "@/ui/choice";
import { TextField } from "@/ui/field";
import type { Draft } from "./draft";
import { compose } from "./strings";

interface Props {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
  error: string | undefined;
}

export function RecipientField({ draft, onChange, error }: Props) {
  const phone = draft.channel === "whatsapp";
  const invalid = phone && draft.to.trim() !== "" && !isE164(toE164(draft.to));
  return (
    <TextField
      label={compose.to[draft.channel] ?? ""}
      help={error ? undefined : compose.toHelp[draft.channel]}
      error={error && invalid ? compose.toInvalid : error}
      name="to"
      type={phone ? "tel" : "text"}
      inputMode={phone ? "tel" : "text"}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={draft.to}
      onChange={(event) => onChange({ to: event.target.value })}
    />
  );
}

const times = [
  { value: "now", label: compose.times.now },
  { value: "later", label: compose.times.later },
] as const;

/** "Europe/Berlin, GMT+1": at the chosen time, because of daylight saving time. */
function zone(at: string): string {
  const moment = Number.isNaN(Date.parse(at)) ? new Date() : new Date(at);
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "shortOffset" }).formatToParts(moment);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return offset && offset !== timeZone ? `${timeZone} (${offset})` : timeZone;
}

/** In an hour, to the minute, in the format of a `datetime-local` field. */
function inAnHour(): string {
  const moment = new Date(Date.now() + 3_600_000);
  moment.setSeconds(0, 0);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function WhenFields({ draft, onChange, error }: Props) {
  return (
    <div className="grid gap-4">
      <Choice
        label={compose.when}
        options={times}
        value={draft.when}
        onChange={(when) => onChange({ when, at: when === "later" && !draft.at ? inAnHour() : draft.at })}
      />
      {draft.when === "later" && (
        <TextField
          label={compose.at}
          help={compose.zone(zone(draft.at))}
          error={error}
          name="at"
          type="datetime-local"
          className="max-w-72"
          value={draft.at}
          onChange={(event) => onChange({ at: event.target.value })}
        />
      )}
    </div>
  );
}
