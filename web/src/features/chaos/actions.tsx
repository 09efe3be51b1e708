import { useMutation, useQueryClient } from "@tanstack/react-query";
import Check from "lucide-react/icons/check";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";
import { Section } from "@/ui/section";
import { FormError } from "@/ui/states";
import { tally } from "./model";
import { type Action, act, type Chaos, chaosQuery } from "./queries";
import { chaos as text } from "./strings";

/** What a visitor can do, in the order of the story. */
export function Actions({ chaos }: { chaos: Chaos }) {
  const client = useQueryClient();
  const action = useMutation({
    mutationFn: act,
    onMutate: () => client.cancelQueries(chaosQuery),
    onSuccess: (state) => client.setQueryData(chaosQuery.queryKey, state),
  });
  const done = tally(chaos.log);
  const { troubles } = chaos.provider;
  const isTroubled = troubles.slow || troubles.broken || troubles.reordered;
  const button = (name: Action, label: string, look: "primary" | "danger" | "secondary", off = false) => (
    <Button
      look={look}
      size="sm"
      disabled={off}
      busy={action.isPending && action.variables === name}
      onClick={() => action.mutate(name)}
    >
      {label}
    </Button>
  );
  const toggle = (name: Action, label: string, isOn: boolean) => (
    <Button
      size="sm"
      aria-pressed={isOn}
      className={cx(isOn && "border-transparent! bg-danger-soft! text-on-danger-soft!")}
      busy={action.isPending && action.variables === name}
      onClick={() => {
        if (!isOn) action.mutate(name);
      }}
    >
      {label}
    </Button>
  );
  const { is_running: isRunning } = chaos.load;
  return (
    <Section title={text.turn} hint={text.turnHint}>
      <ol className="grid gap-5">
        <Step {...text.load} number={1} isDone={!!done.load_started}>
          {button("load", isRunning ? text.load.busy : text.load.button, "primary", isRunning)}
        </Step>
        <Step {...text.kill} number={2} isDone={!!done.worker_killed}>
          {button(
            "kill_worker",
            text.kill.button,
            "danger",
            chaos.workers.every(({ pid }) => pid === null),
          )}
        </Step>
        <Step {...text.flush} number={3} isDone={!!done.redis_flushed}>
          {button("flush_redis", text.flush.button, "danger")}
        </Step>
        <Step
          {...text.provider}
          number={4}
          isDone={!!(done.provider_slowed || done.provider_broken || done.statuses_reordered)}
        >
          {toggle("slow_provider", text.provider.slow, troubles.slow)}
          {toggle("break_provider", text.provider.broken, troubles.broken)}
          {toggle("reorder_statuses", text.provider.reordered, troubles.reordered)}
        </Step>
        <Step {...text.heal} number={5} isDone={!!done.provider_healed && !isTroubled}>
          {button("heal_provider", text.heal.button, isTroubled ? "primary" : "secondary", !isTroubled)}
        </Step>
      </ol>
      {action.error && (
        <div className="mt-4">
          <FormError>{action.error.message}</FormError>
        </div>
      )}
    </Section>
  );
}

interface StepProps {
  number: number;
  title: string;
  text: string;
  isDone: boolean;
  children: ReactNode;
}

function Step({ number, title, text: explanation, isDone, children }: StepProps) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-2">
      <span
        aria-hidden
        className={cx(
          "grid size-7 place-items-center rounded-full text-sm font-semibold",
          isDone ? "bg-ok-soft text-on-ok-soft" : "bg-sunken text-muted",
        )}
      >
        {isDone ? <Check size={16} strokeWidth={2.5} /> : number}
      </span>
      <div className="grid gap-0.5">
        <h3 className="leading-7">
          {title}
          {isDone && <span className="sr-only"> ({text.done})</span>}
        </h3>
        <p className="text-sm text-muted">{explanation}</p>
      </div>
      <div className="col-start-2 flex flex-wrap gap-2">{children}</div>
    </li>
  );
}
