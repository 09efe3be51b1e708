import type { Translation } from "@/lib/language";
import type * as english from "./strings";

const german: Translation<typeof english> = {
  contacts: {
    title: "Kontakte",
    description: "Telefone, die Ihnen geschrieben haben, und solche, die keine Nachrichten möchten.",
    views: { contacts: "Kontakte", optOuts: "Abmeldungen" },
    viewLabel: "Kontakte und Abmeldungen",
    list: "Telefone, die Ihnen geschrieben haben",
    phone: "Telefon",
    last: "Letzte Nachricht",
    you: "Sie:",
    media: { image: "Bild", video: "Video", audio: "Audio", document: "Dokument", sticker: "Sticker" },
    noText: "Kein Text",
    wrote: "Schrieb",
    window: "Freie Texte bis",
    templatesOnly: "Nur Vorlagen",
    unread: "Ungelesen",
    open: (phone) => `Unterhaltung mit ${phone} öffnen`,
    empty: "Noch hat niemand geschrieben",
    emptyHint: "Ein Telefon, das auf eine Ihrer Nachrichten antwortet, steht hier.",
    optOuts: "Abmeldungen",
    optOutsHint: "Ein Telefon meldet sich mit STOP ab und mit START wieder an.",
    scope: "Sperrt",
    scopes: { all: "Alle Nachrichten", marketing: "Nur Werbung" },
    appliesTo: "Von",
    appliesToNames: { account: "Ihnen", shared_number: "Der Nummer der Plattform" },
    since: "Seit",
    actions: "Aktionen",
    remove: "Entfernen",
    removeLabel: (phone) => `Abmeldung von ${phone} entfernen`,
    onlyPhone: "Nur das Telefon kann sie mit START aufheben.",
    removeTitle: (phone) => `Wieder an ${phone} senden?`,
    removeText: "Tun Sie das nur mit Einwilligung der Person. Es wird im Audit-Protokoll festgehalten.",
    removeConfirm: "Abmeldung entfernen",
    removed: "Abmeldung entfernt",
    noOptOuts: "Keine Abmeldungen",
    noOptOutsHint: "Telefone, die STOP schreiben, stehen hier und bekommen nichts mehr von Ihnen.",
  },
};

export default german;
