import type { Translation } from "@/lib/language";
import type * as english from "./strings";

const german: Translation<typeof english> = {
  plan: {
    title: "Tarif",
    description: "Wie viel der Assistent Ihnen beantwortet.",
    current: "Ihr Tarif",
    names: { basic: "Basic", pro: "Pro" },
    status: "Status",
    statuses: {
      trialing: "Testphase",
      active: "Aktiv",
      past_due: "Zahlung fehlgeschlagen",
      unpaid: "Unbezahlt",
      paused: "Pausiert",
      incomplete: "Noch nicht bezahlt",
      incomplete_expired: "Nie bezahlt",
      canceled: "Beendet",
    },
    ending: "Endet bald",
    meaning: {
      none: "Sie haben den kostenlosen Tarif.",
      trialing: "Sie testen Pro. Die erste Zahlung folgt nach der Testphase.",
      active: "Pro ist bezahlt und verlängert sich von selbst.",
      past_due:
        "Die letzte Zahlung ist fehlgeschlagen und wird wiederholt. Sie behalten Pro solange: Prüfen Sie Ihre Karte.",
      unpaid:
        "Die Zahlung ist endgültig fehlgeschlagen, daher sind Sie wieder auf Basic. Bezahlen Sie die offene Rechnung, um zu Pro zurückzukehren.",
      paused: "Ihr Abonnement ist pausiert, daher sind Sie auf Basic.",
      incomplete: "Die erste Zahlung ist nicht angekommen. Pro beginnt, sobald sie da ist.",
      incomplete_expired: "Die erste Zahlung kam nie an, daher hat Pro nicht begonnen.",
      canceled: "Ihr Abonnement ist beendet. Sie sind auf Basic.",
    },
    endsOn: (day) => `Pro endet am ${day} und wird nicht mehr berechnet.`,
    renewsOn: (day) => `Nächste Zahlung am ${day}.`,
    upgrade: "Zu Pro wechseln",
    upgradeHint: "Der Preis steht auf der Zahlungsseite, bevor Sie bezahlen.",
    upgradePrice: (price) => `${price} im Monat, zu bezahlen auf der Zahlungsseite.`,
    proPrice: (price) => `${price} im Monat`,
    preparing: "Die Zahlungsseite wird vorbereitet…",
    prepareFailed: "Die Zahlungsseite konnte nicht vorbereitet werden. Nichts wurde abgebucht.",
    portal: "Rechnungen und Karten",
    portalFailed: "Die Seite konnte nicht geöffnet werden. Versuchen Sie es erneut.",
    cancel: "Pro kündigen",
    cancelTitle: "Pro kündigen?",
    cancelText: (day) =>
      `Sie behalten Pro bis ${day}. Danach sind Sie auf Basic. Bis dahin können Sie es wieder aufnehmen.`,
    cancelTextNoDay:
      "Sie behalten Pro bis zum Ende des bezahlten Zeitraums. Bis dahin können Sie es wieder aufnehmen.",
    cancelled: "Pro endet mit dem bezahlten Zeitraum",
    resume: "Pro wieder aufnehmen",
    resumed: "Pro läuft weiter",
    failed: "Der Zahlungsanbieter konnte es nicht ausführen. Versuchen Sie es erneut.",
    notConfigured: "Tarife werden hier nicht verkauft.",
    compare: "Basic und Pro",
    basicText: "Eine feste Anzahl von Fragen an den Assistenten am Tag.",
    basicLimit: (n) => `${n} Fragen an den Assistenten am Tag.`,
    proText: "So viele Fragen, wie Sie brauchen: Es gibt kein Tageslimit.",
    usage: "Verbrauchseinheiten heute",
    usageHint:
      "Eine Einheit ist eine Frage an den Assistenten. Fehlgeschlagene Antworten werden zurückgegeben.",
    left: (n) => `${n} übrig`,
    of: (limit) => `von ${limit}`,
    unlimited: "Kein festes Limit",
    used: (n, at) => `${n} verbraucht. Die Zählung beginnt neu um ${at}.`,
    days: "Fragen nach Tagen",
    daysNone: "Noch keine Fragen. Fragen Sie den Assistenten etwas, dann werden die Tage hier gezählt.",
    daysSummary: (all, days, busiest, most) =>
      `${all} an ${days === 1 ? "1 Tag" : `${days} Tagen`}; der stärkste Tag war der ${busiest} mit ${most}.`,
    asked: "Fragen",
    waiting: "Die Bestätigung der Zahlung steht aus…",
    waitingHint: "Das dauert ein bis zwei Sekunden. Sie können die Seite verlassen: Pro beginnt von selbst.",
    isPro: "Sie haben jetzt Pro",
    isProHint: "Fragen Sie den Assistenten, so viel Sie brauchen.",
    toPlan: "Zum Tarif",
  },
};

export default german;
