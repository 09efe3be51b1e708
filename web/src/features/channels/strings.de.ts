import type { Translation } from "@/lib/language";
import type * as english from "./strings";

const german: Translation<typeof english> = {
  channels: {
    title: "Kanäle",
    description: "Auf welchem Weg Ihre Nachrichten hinausgehen.",
    whatsapp: "WhatsApp",
    inApp: "In der App",
    inAppHint: "Nachrichten an Benutzer dieser Plattform. Es ist nichts einzurichten.",
    price: (n, credits) => `Eine Nachricht kostet ${n} ${credits}.`,
    credits: (n) => (n === 1 ? "Credit" : "Credits"),
    free: "Eine Nachricht kostet nichts.",
    notConfigured:
      "Diese Installation hat kein WhatsApp-Konto. Nachrichten können von einer eigenen Nummer hinausgehen.",
    statuses: {
      active: "Aktiv",
      paused: "Pausiert",
      stopped: "Angehalten",
      pending: "Wird geprüft",
      failed: "Nicht bestätigt",
    },
    meaning: {
      active: "Nachrichten gehen hinaus.",
      paused: "WhatsApp hat uns gebeten zu warten. Danach gehen Nachrichten von selbst hinaus.",
      stopped:
        "Nichts geht hinaus, bis die Ursache behoben ist. Nachrichten warten und werden nicht doppelt berechnet.",
      pending:
        "Wir fragen WhatsApp, ob das Token zur Nummer gehört. Bis dahin werden neue Nachrichten abgelehnt.",
      failed:
        "WhatsApp hat die Nummer nicht bestätigt. Neue Nachrichten werden abgelehnt. Verbinden Sie sie erneut oder entfernen Sie sie.",
    },
    until: (time) => `Bis ${time}.`,
    nextTry: (time) => `Der nächste Versuch ist um ${time}.`,
    pace: "Tempo",
    perSecond: (n) => `${n} Nachrichten je Sekunde`,
    cause: "Ursache",
    steps: {
      provider_auth:
        "Das Zugriffstoken wird nicht angenommen. Erstellen Sie bei Meta ein neues und verbinden Sie die Nummer erneut.",
      channel_restricted:
        "WhatsApp hat die Nummer eingeschränkt. Öffnen Sie im WhatsApp Manager die Kontoqualität und beheben Sie das Problem.",
      account_blocked:
        "Meta hat das Unternehmenskonto gesperrt. Wenden Sie sich an den Unternehmens-Support von Meta.",
      country_restricted: "Das Konto darf nicht in dieses Land senden. Prüfen Sie den WhatsApp Manager.",
      display_name_not_approved:
        "Warten Sie, bis der Anzeigename genehmigt ist, oder wählen Sie im WhatsApp Manager einen anderen.",
      payment_problem: "Meta konnte nicht abbuchen. Prüfen Sie die Zahlungsart im WhatsApp Manager.",
      number_not_registered: "Registrieren Sie die Nummer im WhatsApp Manager für die Cloud API.",
      number_taken: "Ein anderes Konto benutzt diese Nummer, und sein Token gilt noch.",
      number_displaced: "Ein anderes Konto hat nachgewiesen, dass die Nummer ihm gehört.",
      business_account_not_subscribed:
        "Abonnieren Sie bei Meta mit der App die Webhooks des Unternehmenskontos und verbinden Sie dann erneut.",
      number_not_confirmed:
        "Das Token gehört nicht zu dieser Nummer. Prüfen Sie die Telefonnummer-ID und erstellen Sie bei Meta ein neues Token.",
    },
    shared: "Sie senden von der Nummer der Plattform.",
    sharedHint: "Verbinden Sie eine eigene Nummer, dann kommen Ihre Nachrichten von Ihrem Unternehmen.",
    connect: "Nummer verbinden",
    reconnect: "Token ändern",
    again: "Erneut verbinden",
    number: "Nummer",
    numberId: "Telefonnummer-ID",
    verifiedName: "Bestätigter Name",
    account: "Unternehmenskonto",
    verified: "Bestätigt",
    unknown: "Noch nicht bekannt",
    copy: (what) => `Kopieren: ${what}`,
    test: "Testnachricht senden",
    remove: "Nummer entfernen",
    removeTitle: "Nummer entfernen?",
    removeText: "Ihre Nachrichten gehen dann von der Nummer der Plattform hinaus, auch die wartenden.",
    removed: "Nummer entfernt",
    connectHelp: "Sie finden alle Angaben im WhatsApp Manager unter „API Setup“.",
    numberIdHelp: "Die ID, nicht die Nummer selbst.",
    token: "Zugriffstoken",
    tokenHelp:
      "Ein dauerhaftes Token eines Systemnutzers. Es wird verschlüsselt gespeichert und nie wieder angezeigt.",
    accountId: "ID des WhatsApp-Business-Kontos",
    accountIdHelp: "Damit werden auch seine Webhooks geprüft.",
    required: "Dieses Feld ist erforderlich.",
    cancel: "Abbrechen",
    wait: (seconds) => `Erneut versuchen in ${seconds} s`,
    claimed: "WhatsApp hat die Nummer bestätigt",
    asking: "WhatsApp wird gefragt…",
    hooks: "Webhook",
    hooksHint:
      "Meta meldet Zustellungen und Antworten an diese Adresse. Tragen Sie sie in der WhatsApp-Konfiguration der App ein.",
    hookUrl: "Callback-URL",
    copyUrl: "Callback-URL kopieren",
    hookToken: "Das Verifizierungstoken ist das, das der Betreiber dieser Installation festgelegt hat.",
    hookFields: "Abonnieren Sie das Feld „messages“.",
  },
};

export default german;
