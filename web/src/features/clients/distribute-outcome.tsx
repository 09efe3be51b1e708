import { Link } from "@tanstack/react-router";
import CircleCheck from "lucide-react/icons/circle-check";
import Clock from "lucide-react/icons/clock";
import { formatNumber } from "@/lib/format";
import { Button, buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/states";
import { many } from "./strings";
import type { Outcome } from "./use-distribute";

/** The result of a distribution to many clients. */
export function DistributeOutcome({ outcome, onAgain }: { outcome: Outcome; onAgain: () => void }) {
  const { credits, count, done } = outcome;
  return (
    <div className="card" role="status">
      <EmptyState
        title={done ? many.done(formatNumber(credits), count) : many.underWay}
        icon={done ? <CircleCheck size={20} aria-hidden /> : <Clock size={20} aria-hidden />}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={onAgain}>{many.again}</Button>
            <Link to="/clients" search={{ list: "distributions" }} className={buttonClass("primary")}>
              {many.toList}
            </Link>
          </div>
        }
      >
        {!done && many.underWayHint}
      </EmptyState>
    </div>
  );
}
