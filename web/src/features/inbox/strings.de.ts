import type { Translation } from "@/lib/language";
import type * as english from "./strings";

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

const german: Translation<typeof english> = {
  inbox: {
    title: "Posteingang",
    contacts: "Telefone, die Ihnen geschrieben haben",
    conversation: (phone) => `Unterhaltung mit ${phone}`,
    back: "Zurück zum Posteingang",
    unread: "Ungelesen",
    you: (text) => `Sie: ${text}`,
    media: { image: "Bild", video: "Video", audio: "Audio", document: "Dokument", sticker: "Sticker" },
    noText: "Kein Text",
    newRows: (n) => `${n} neu`,
    newRowsHint: "Zeigt die Telefone, die seitdem geschrieben haben, die neuesten zuerst",
    stale: "Die Liste konnte nicht aktualisiert werden. Was Sie sehen, kann veraltet sein.",
    retry: "Erneut versuchen",
    more: "Ältere laden",
    moreFailed: "Weitere konnten nicht geladen werden.",
    empty: "Noch hat niemand geschrieben",
    emptyHint: "Antworten von Telefonen, denen Sie über WhatsApp schreiben, erscheinen hier.",
    compose: "Neue Nachricht",
    choose: "Wählen Sie ein Telefon",
    chooseHint: "Seine Nachrichten werden hier angezeigt.",
    window: "Servicefenster",
    open: (left) => `Offen für ${left}`,
    left: (left) => `noch ${left}`,
    closed: "Geschlossen",
    closedHint:
      "WhatsApp nimmt freie Texte bis 24 Stunden nach der letzten Nachricht eines Telefons an. Senden Sie eine Vorlage, um fortzufahren.",
    neverWrote:
      "Dieses Telefon hat Ihnen noch nicht geschrieben. Eine Vorlage kann die Unterhaltung beginnen.",
    hidden: "Dieses Telefon verbirgt seine Nummer, daher lässt sich von hier nicht antworten.",
    closesAt: (at) => `Bis ${at}`,
    messages: "Nachrichten",
    noMessages: "Noch keine Nachrichten",
    older: "Ältere Nachrichten laden",
    toNewest: (n) => (n === 0 ? "Zur neuesten" : count(n, "neue Nachricht", "neue Nachrichten")),
    details: (time) => `Einzelheiten der Nachricht von ${time}`,
    template: (name) => `Vorlage ${name}`,
    file: (name) => `Datei: ${name}`,
    price: (n) => count(n, "Credit", "Credits"),
    refunded: (n) => `${count(n, "Credit", "Credits")} zurückgegeben`,
    text: "Ihre Antwort",
    placeholder: "Antwort schreiben",
    send: "Senden",
    templateTitle: "Vorlage senden",
    costs: (price, after) => `${price} · danach noch ${after}`,
    priceOnly: (price) => price,
    free: "Kostenlos",
  },
};

export default german;
