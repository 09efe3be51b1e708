import { formatNumber } from "@/lib/format";
import type { Translation } from "@/lib/language";
import type * as english from "./strings";

const count = (n: number, one: string, many: string) => `${formatNumber(n)} ${n === 1 ? one : many}`;

const german: Translation<typeof english> = {
  chaos: {
    title: "Chaos",
    description:
      "Machen Sie dieses System im Betrieb kaputt und sehen Sie, ob eine Nachricht oder ein Credit verloren geht. Prozesse, Warteschlangen und Hauptbuch sind echt, nur die Telefone sind simuliert.",
    absentTitle: "Dieses System lässt sich von hier nicht stören",
    absent: "Nur `switchboard dev` mit dem simulierten WhatsApp hat diese Seite.",

    verdict: {
      idle: "Bereit. Noch ist nichts kaputt.",
      idleHint:
        "Starten Sie die Last und stören Sie dann das laufende System. Das Hauptbuch wird alle zwei Sekunden und nach jeder Ihrer Aktionen geprüft.",
      working: (n) => `${n} Nachrichten sind unterwegs`,
      sending: "Nachrichten werden gesendet",
      workingHint: "Jede ist in Postgres gespeichert und übersteht daher, was Sie jetzt tun.",
      proven: "Nichts ging verloren",
      broken: "Ein Versprechen ist gebrochen",
      brokenHint: "Das ist ein Fehler. Das Protokoll unten zeigt, was dazu führte.",
    },
    did: {
      worker_killed: (n) => `${count(n, "Worker", "Worker")} beendet`,
      redis_flushed: (n) => (n === 1 ? "Redis geleert" : `Redis ${formatNumber(n)}-mal geleert`),
      provider: "den Anbieter gestört",
    },
    youDid: (list) => `Sie haben ${list}.`,
    result: (accepted, delivered, failed) =>
      `Alle ${accepted} Nachrichten sind belegt: ${delivered} einmal zugestellt, ${failed} vom Telefon abgelehnt und erstattet.`,
    unknown: (n) =>
      `${count(n, "Nachricht", "Nachrichten")} eines beendeten Workers ist vielleicht angekommen: nicht erneut gesendet, nicht erstattet.`,
    audited: (n) =>
      n === 1
        ? "1 Prüfung des Hauptbuchs, bestanden."
        : `${formatNumber(n)} Prüfungen des Hauptbuchs, alle bestanden.`,

    turn: "Sie sind dran",
    turnHint: "In dieser Reihenfolge oder in jeder anderen.",
    done: "Erledigt",
    load: {
      title: "Last starten",
      text: "500 Nachrichten in 25 Sekunden: die Hälfte innerhalb der Plattform, die Hälfte an simulierte Telefone. Ein Telefon lehnt ab.",
      button: "Starten",
      busy: "Wird gesendet…",
    },
    kill: {
      title: "Worker beenden",
      text: "SIGKILL: Der Prozess kann seine Aufträge weder beenden noch zurückgeben. Nach Ablauf der Lease, 15 Sekunden, übernimmt sie ein anderer.",
      button: "Beenden",
    },
    flush: {
      title: "Redis leeren",
      text: "Löscht alle Schlüssel: Warteschlangen, Ratenlimits, Präsenz. Postgres füllt die Warteschlangen neu.",
      button: "Alles löschen",
    },
    provider: {
      title: "Anbieter stören",
      text: "Das simulierte WhatsApp antwortet erst nach 1,5 Sekunden, lehnt alle Nachrichten ab oder meldet „gelesen“ vor „gesendet“.",
      slow: "Langsam",
      broken: "Ablehnend",
      reordered: "Verdreht",
    },
    heal: {
      title: "Anbieter reparieren",
      text: "Nachrichten, die auf einen weiteren Versuch warten, gehen von selbst hinaus.",
      button: "Reparieren",
    },

    figures: "Geht es auf?",
    accepted: "Angenommen",
    delivered: "Zugestellt",
    failed: "Abgelehnt, erstattet",
    uncertain: "Ausgang unbekannt",
    underway: "Unterwegs",
    equation: (accepted, delivered, failed, underway) =>
      `${accepted} angenommen: ${delivered} zugestellt, ${failed} abgelehnt und erstattet, ${underway} unterwegs.`,
    lost: "Verloren",
    twice: "Doppelt gesendet",
    charged: "Credits berechnet",
    refunded: "Credits erstattet",
    audits: "Prüfung des Hauptbuchs",
    passed: "Bestanden",
    notPassed: "Fehlgeschlagen",
    notYet: "Noch keine",
    auditsSoFar: (n) => `bisher ${formatNumber(n)}-mal`,
    head: (blocks, hash) => `${blocks} Blöcke in der Hash-Kette, der letzte ${hash}`,

    rate: "Zustellungen je Sekunde",
    rateHint: (peak, span) => `Letzte ${span} Sekunden, höchstens ${peak}. Die Marken sind Ihre Aktionen.`,
    rateLabel: (now, peak) => `Jetzt ${now} Zustellungen je Sekunde, höchstens ${peak}.`,
    jobs: "Aufträge",
    waiting: "Wartend",
    running: "Laufend",
    retrying: "Wiederholt",
    succeeded: "Erfolgreich",
    ended: "Fehlgeschlagen",
    retried: (n) => `${count(n, "Auftrag", "Aufträge")} mit mehr als einem Versuch.`,
    workers: "Worker-Prozesse",
    workersHint: "Zwei zum Beenden. Ein dritter, im Hauptprozess, bleibt.",
    worker: (number) => `Worker ${number}`,
    process: (pid) => `Prozess ${pid}`,
    restarting: "startet neu…",
    killed: (n) => `${formatNumber(n)}-mal ersetzt`,

    log: "Was geschah",
    logEmpty: "Ihre Aktionen und ihre Folgen.",
    faults: {
      worker_killed: "Worker beendet",
      redis_flushed: "Redis geleert",
      provider_slowed: "Anbieter langsam",
      provider_broken: "Anbieter lehnt ab",
      statuses_reordered: "Status verdreht",
    },
    events: {
      worker_started: ({ worker, pid }) => `Worker ${worker} läuft als Prozess ${pid}.`,
      worker_ended: ({ worker, pid }) => `Worker ${worker}, Prozess ${pid}, hat sich beendet.`,
      worker_killed: ({ worker, pid, jobs }) =>
        Number(jobs) > 0
          ? `Worker ${worker}, Prozess ${pid}, wurde mit ${count(Number(jobs), "laufenden Auftrag", "laufenden Aufträgen")} beendet. Nach Ablauf der Lease übernimmt ein anderer.`
          : `Worker ${worker}, Prozess ${pid}, wurde zwischen zwei Aufträgen beendet.`,
      redis_flushed: ({ keys }) =>
        `Redis wurde geleert: ${count(Number(keys), "Schlüssel", "Schlüssel")} gelöscht.`,
      load_started: ({ messages }) => `Ein Schub von ${formatNumber(Number(messages))} Nachrichten begann.`,
      load_sent: ({ accepted, refused }) =>
        `Der Schub ist gesendet: bisher ${formatNumber(Number(accepted))} angenommen, ${formatNumber(Number(refused))} nicht angenommen.`,
      provider_slowed: () => "Der Anbieter braucht für jede Antwort 1,5 Sekunden.",
      provider_broken: () => "Der Anbieter lehnt alle Nachrichten ab. Sie warten und werden wiederholt.",
      statuses_reordered: () => "Der Anbieter meldet Status in falscher Reihenfolge: „gelesen“ zuerst.",
      provider_healed: () => "Der Anbieter arbeitet wieder.",
      audit_passed: ({ blocks }) =>
        `Das ganze Hauptbuch wurde nachgerechnet und geht auf; Block ${formatNumber(Number(blocks))} der Hash-Kette.`,
      audit_failed: () => "Die Prüfung des Hauptbuchs fand Abweichungen.",
    },
  },
};

export default german;
