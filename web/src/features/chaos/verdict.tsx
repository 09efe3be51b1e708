import CircleCheck from "lucide-react/icons/circle-check";
import FlaskConical from "lucide-react/icons/flask-conical";
import LoaderCircle from "lucide-react/icons/loader-circle";
import OctagonAlert from "lucide-react/icons/octagon-exclamation-point";
import { cx } from "@/lib/cx";
import { formatList, formatNumber } from "@/lib/format";
import { type Verdict as Kind, sumOf, tally, verdictOf } from "./model";
import type { Chaos } from "./queries";
import { chaos as text } from "./strings";

const looks = {
  idle: { icon: FlaskConical, colours: "bg-idle-soft text-on-idle-soft" },
  working: { icon: LoaderCircle, colours: "bg-info-soft text-on-info-soft" },
  proven: { icon: CircleCheck, colours: "bg-ok-soft text-on-ok-soft" },
  broken: { icon: OctagonAlert, colours: "bg-danger-soft text-on-danger-soft" },
} satisfies Record<Kind, object>;

/** The page's answer: whether anything was lost. */
export function Verdict({ chaos }: { chaos: Chaos }) {
  const kind = verdictOf(chaos);
  const { icon: Icon, colours } = looks[kind];
  const { underway } = sumOf(chaos);
  const title =
    kind !== "working"
      ? text.verdict[kind]
      : underway > 0
        ? text.verdict.working(formatNumber(underway))
        : text.verdict.sending;
  return (
    // As high in every state: nothing below may move when it changes.
    <section className={cx("flex min-h-34 items-start gap-4 rounded-xl p-5 sm:min-h-28 sm:p-6", colours)}>
      <Icon
        size={30}
        aria-hidden
        className={cx("shrink-0", kind === "working" && "animate-spin [animation-duration:3s]")}
      />
      <div className="grid gap-1">
        <h2 className="text-xl">{title}</h2>
        <p className="max-w-prose">{hintOf(kind, chaos)}</p>
      </div>
      {/* The figures change every second, so a screen reader hears only of another verdict. */}
      <p role="status" className="sr-only">
        {kind === "working" ? text.verdict.sending : title}
      </p>
    </section>
  );
}

function hintOf(kind: Kind, chaos: Chaos): string {
  if (kind === "idle") return text.verdict.idleHint;
  if (kind === "working") return text.verdict.workingHint;
  if (kind === "broken") return text.verdict.brokenHint;
  const { accepted, delivered, failed, unknown } = sumOf(chaos);
  const parts = [
    didOf(chaos),
    text.result(formatNumber(accepted), formatNumber(delivered), formatNumber(failed)),
    unknown > 0 && text.unknown(unknown),
    chaos.audit && text.audited(chaos.audit.audits),
  ];
  return parts.filter(Boolean).join(" ");
}

/** "You killed 2 workers and emptied Redis." */
function didOf({ log }: Chaos): string | undefined {
  const { worker_killed: killed, redis_flushed: flushed, ...others } = tally(log);
  const troubled = others.provider_broken || others.provider_slowed || others.statuses_reordered;
  const done = [
    killed && text.did.worker_killed(killed),
    flushed && text.did.redis_flushed(flushed),
    troubled && text.did.provider,
  ].filter((one) => typeof one === "string");
  return done.length > 0 ? text.youDid(formatList(done)) : undefined;
}
