import { useUser } from "@/app/use-session";
import { type Kind, kindsFor, mutedName } from "@/features/notifications/model";
import { notifications } from "@/features/notifications/strings";
import { useFlag } from "@/live/preferences";
import { Section } from "@/ui/section";
import { Switch } from "@/ui/switch";
import { settings } from "./strings";

export function NotificationsPage() {
  const { role } = useUser();
  return (
    <Section title={settings.sections.notifications} hint={settings.notificationsHint}>
      <div className="grid gap-4">
        {kindsFor(role).map((kind) => (
          <KindSwitch key={kind} kind={kind} />
        ))}
      </div>
    </Section>
  );
}

function KindSwitch({ kind }: { kind: Kind }) {
  const muted = useFlag(mutedName(kind));
  return (
    <Switch
      {...notifications.kinds[kind]}
      on={!muted.on}
      disabled={!muted.isKnown}
      onChange={(on) => muted.set(!on)}
    />
  );
}
