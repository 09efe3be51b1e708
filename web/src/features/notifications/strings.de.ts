import type { Translation } from "@/lib/language";
import type * as english from "./strings";

const german: Translation<typeof english> = {
  notifications: {
    title: "Benachrichtigungen",
    unread: (n) => `${n} ungelesen`,
    none: "Noch keine Benachrichtigungen.",
    noneHint: "Niedriges Guthaben, eine fehlgeschlagene Zahlung oder ein angehaltener Kanal erscheint hier.",
    loading: "Wird geladen…",
    failed: "Benachrichtigungen konnten nicht geladen werden.",
    retry: "Erneut versuchen",
    isNew: "Neu",
    choose: "Benachrichtigungen wählen",
    titles: {
      "credits.balance_low": "Ihr Guthaben ist niedrig",
      "recharge.failed": "Eine Zahlung ist fehlgeschlagen",
      "recharge.refunded": "Eine Zahlung wurde zurückgebucht",
      "channel.stopped": "Ein Kanal wurde angehalten",
      "channel.resumed": "Ein Kanal sendet wieder",
      "channel.verified": "Ihre Nummer wurde bestätigt",
      "channel.verification_failed": "Ihre Nummer wurde nicht bestätigt",
      "account.sending_stopped": "Ihr Senden wurde angehalten",
      "account.sending_resumed": "Ihr Senden wurde wieder freigegeben",
      "subscription.updated": "Ihr Tarif hat sich geändert",
      "distribution.failed": "Eine Verteilung ist fehlgeschlagen",
    },
    balanceLeft: (credits, threshold) => `Noch ${credits} Credits; Ihre Grenze ist ${threshold}.`,
    notCharged: "Nichts wurde abgebucht.",
    reversed: "Weitere Käufe können gesperrt sein.",
    waiting: (channel) => `${channel}: Nachrichten warten.`,
    channels: { in_app: "In der App", whatsapp: "WhatsApp" },
    renewal: "Die letzte Verlängerung konnte nicht bezahlt werden.",
    endsAt: (day) => `Er endet am ${day}.`,
    credits: (credits) => `${credits} Credits wurden nicht vergeben.`,
    kinds: {
      balance: { label: "Niedriges Guthaben", help: "Ihr Guthaben ist unter Ihre Grenze gefallen." },
      payments: { label: "Zahlungen", help: "Eine Zahlung ist fehlgeschlagen oder wurde zurückgebucht." },
      channels: {
        label: "Kanäle",
        help: "Ein Kanal wurde angehalten oder sendet wieder; eine Nummer wurde geprüft.",
      },
      sending: {
        label: "Senden",
        help: "Ein Administrator oder Ihr Reseller hat Ihr Senden angehalten oder wieder freigegeben.",
      },
      plan: { label: "Tarif", help: "Ihr Abonnement hat begonnen, sich geändert oder geendet." },
      distributions: { label: "Verteilungen", help: "Credits konnten einem Kunden nicht gegeben werden." },
    },
  },
};

export default german;
