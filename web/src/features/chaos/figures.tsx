import { Figure, Figures } from "@/features/home/figures";
import { cx } from "@/lib/cx";
import { formatNumber } from "@/lib/format";
import { Pill } from "@/ui/pill";
import { Section } from "@/ui/section";
import { ShareBar } from "@/ui/svg-charts";
import { sumOf } from "./model";
import type { Chaos } from "./queries";
import { chaos as text } from "./strings";

/** Messages and credits, each in exactly one place. */
export function Balance({ chaos }: { chaos: Chaos }) {
  const sum = sumOf(chaos);
  const { charged, refunded } = chaos.outcomes;
  const label = text.equation(
    formatNumber(sum.accepted),
    formatNumber(sum.delivered),
    formatNumber(sum.failed),
    formatNumber(sum.underway),
  );
  return (
    <Section title={text.figures}>
      <div className="grid gap-5">
        <ShareBar
          label={label}
          shares={[
            { label: text.delivered, value: sum.delivered, tone: "ok" },
            { label: text.failed, value: sum.failed, tone: "warn" },
            ...(sum.unknown > 0
              ? [{ label: text.uncertain, value: sum.unknown, tone: "danger" as const }]
              : []),
            { label: text.underway, value: sum.underway, tone: "info" },
          ]}
        />
        <Figures className="items-end sm:grid-cols-5">
          <Figure label={text.accepted}>{formatNumber(sum.accepted)}</Figure>
          <Figure label={text.lost}>
            <MustBeNone value={sum.lost} />
          </Figure>
          <Figure label={text.twice}>
            <MustBeNone value={sum.twice} />
          </Figure>
          <Figure label={text.charged}>{formatNumber(charged)}</Figure>
          <Figure label={text.refunded}>{formatNumber(refunded)}</Figure>
        </Figures>
        <Audit audit={chaos.audit} />
      </div>
    </Section>
  );
}

function MustBeNone({ value }: { value: number }) {
  return <span className={value > 0 ? "text-danger" : "text-on-ok-soft"}>{formatNumber(value)}</span>;
}

const SHOWN_DIGITS = 12;

function Audit({ audit }: Pick<Chaos, "audit">) {
  const [tone, words] = !audit
    ? (["idle", text.notYet] as const)
    : audit.holds
      ? (["ok", text.passed] as const)
      : (["danger", text.notPassed] as const);
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line pt-4">
      <span className="font-medium">{text.audits}</span>
      <Pill tone={tone}>{words}</Pill>
      {audit && <span className="text-sm text-muted tabular-nums">{text.auditsSoFar(audit.audits)}</span>}
      {audit?.head && (
        <span className="w-full text-sm break-words text-muted">
          {text.head(formatNumber(audit.blocks), audit.head.slice(0, SHOWN_DIGITS))}
        </span>
      )}
    </div>
  );
}

export function Jobs({ chaos: { outcomes } }: { chaos: Chaos }) {
  return (
    <Section title={text.jobs} hint={text.retried(outcomes.retried)}>
      <Figures className="items-end sm:grid-cols-5">
        <Figure label={text.waiting}>{formatNumber(outcomes.waiting)}</Figure>
        <Figure label={text.running}>{formatNumber(outcomes.running)}</Figure>
        <Figure label={text.retrying}>{formatNumber(outcomes.retrying)}</Figure>
        <Figure label={text.succeeded}>{formatNumber(outcomes.succeeded)}</Figure>
        <Figure label={text.ended}>{formatNumber(outcomes.ended)}</Figure>
      </Figures>
    </Section>
  );
}

/** The processes that can be killed. */
export function Workers({ chaos: { workers } }: { chaos: Chaos }) {
  return (
    <Section title={text.workers} hint={text.workersHint}>
      <ul className="grid gap-3">
        {workers.map(({ number, pid, restarts }) => (
          <li key={number} className="flex min-h-6 flex-wrap items-center gap-x-2.5">
            <span
              aria-hidden
              className={cx("size-2.5 rounded-full", pid === null ? "bg-danger" : "bg-on-ok-soft")}
            />
            <span className="font-medium">{text.worker(number)}</span>
            <span className="text-muted tabular-nums">
              {pid === null ? text.restarting : text.process(pid)}
            </span>
            {restarts > 0 && <span className="ml-auto text-sm text-muted">{text.killed(restarts)}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
