import type { Translation } from "@/lib/language";
import type * as english from "./strings";

const german: Translation<typeof english> = {
  keys: {
    title: "API-Schlüssel",
    description: "Mit Schlüsseln handeln Programme für Ihr Konto.",
    create: "Schlüssel anlegen",
    list: "API-Schlüssel",
    name: "Name",
    namePlaceholder: "Server des Ladens",
    nameHelp: "Wo der Schlüssel benutzt wird. So finden Sie ihn wieder.",
    nameRequired: "Geben Sie dem Schlüssel einen Namen.",
    key: "Schlüssel",
    scopes: "Rechte",
    scopesHelp: "Geben Sie ihm nur, was er braucht: Wer den Schlüssel hat, kann all das tun.",
    scopesRequired: "Wählen Sie mindestens ein Recht.",
    scope: {
      read: {
        label: "Lesen",
        help: "Nachrichten, Guthaben und Ereignisse sehen. Für Übersichten und Berichte.",
      },
      send: {
        label: "Senden",
        help: "Nachrichten senden, Vorlagen verwalten, Aufträge wiederholen. Für einen Laden, der Bestellungen bestätigt.",
      },
      billing: {
        label: "Abrechnung",
        help: "Credits kaufen, Geld bewegen, den Tarif ändern. Für eine Buchhaltung.",
      },
      admin: {
        label: "Verwaltung",
        help: "Schlüssel, Kanäle und Konten verwalten. Nur für Ihre eigenen Werkzeuge.",
      },
    },
    created: "Angelegt",
    used: "Zuletzt benutzt",
    never: "Nie",
    expires: "Läuft ab",
    noExpiry: "Nie",
    expired: "Abgelaufen",
    expiry: "Ablauf",
    expiries: { 30: "In 30 Tagen", 90: "In 90 Tagen", 365: "In einem Jahr", 0: "Nie" },
    actions: "Aktionen",
    revoke: "Widerrufen",
    revokeLabel: (name) => `${name} widerrufen`,
    revokeTitle: (name) => `„${name}“ widerrufen?`,
    revokeText:
      "Die nächste Anfrage mit diesem Schlüssel wird abgelehnt, und seine offenen Streams enden. Das lässt sich nicht rückgängig machen.",
    revoked: "Schlüssel widerrufen",
    empty: "Noch keine Schlüssel",
    emptyHint: "Legen Sie einen Schlüssel für das erste Programm an, das Nachrichten für Sie sendet.",
    cancel: "Abbrechen",
    wait: (seconds) => `Erneut versuchen in ${seconds} s`,
    doneTitle: "Bewahren Sie diesen Schlüssel jetzt auf",
    doneText:
      "Er wird nur dieses eine Mal angezeigt. Wenn Sie ihn verlieren, widerrufen Sie ihn und legen einen neuen an.",
    copy: "Schlüssel kopieren",
    download: "Herunterladen",
    file: (name) => `${name.replaceAll(/[^\w.-]+/g, "-")}.key`,
    example: "Eine erste Anfrage",
    stored: "Ich habe ihn aufbewahrt",
    lost: "Dieser Schlüssel wurde angelegt, aber sein Geheimnis kam nicht an. Widerrufen Sie ihn und legen Sie einen neuen an.",
  },
};

export default german;
