import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { formatDay, formatMoney } from "@/lib/format";
import { Button } from "@/ui/button";
import { Pill } from "@/ui/pill";
import { Section } from "@/ui/section";
import { ErrorState, FormError, Skeleton } from "@/ui/states";
import type { Tone } from "@/ui/status-chip";
import { stateOf } from "./model";
import { platformQuery, type Subscription, type SubscriptionStatus, subscriptionQuery } from "./queries";
import { plan } from "./strings";
import { useChange, usePortal, useUpgrade } from "./use-subscription";

const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

const tones: Record<SubscriptionStatus, Tone> = {
  trialing: "info",
  active: "ok",
  past_due: "danger",
  unpaid: "danger",
  paused: "warn",
  incomplete: "warn",
  incomplete_expired: "idle",
  canceled: "idle",
};

/** The plan, the meaning of its status, and the available actions. */
export function SubscriptionSection() {
  const query = useQuery(subscriptionQuery);
  return (
    <Section title={plan.current} actions={query.data?.status && <Status {...query.data} />}>
      <div className="min-h-43 sm:min-h-36">
        {query.data ? (
          <Loaded subscription={query.data} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-10.5 w-28" />
        )}
      </div>
    </Section>
  );
}

function Status({ status, cancel_at_period_end }: Subscription) {
  if (!status) return null;
  const ending = cancel_at_period_end && status === "active";
  return <Pill tone={ending ? "warn" : tones[status]}>{ending ? plan.ending : plan.statuses[status]}</Pill>;
}

function Loaded({ subscription }: { subscription: Subscription }) {
  const state = stateOf(subscription);
  const day = subscription.current_period_end && formatDay(subscription.current_period_end);
  return (
    <div className="grid gap-4">
      <div className="grid gap-1" aria-live="polite">
        <p className="text-2xl font-semibold tracking-tight">{plan.names[subscription.plan]}</p>
        <p>{state.ending && day ? plan.endsOn(day) : plan.meaning[state.meaning]}</p>
        {state.mayCancel && day && <p className="text-sm text-muted">{plan.renewsOn(day)}</p>}
      </div>
      <Actions state={state} day={day ?? undefined} />
    </div>
  );
}

function Actions({ state, day }: { state: ReturnType<typeof stateOf>; day: string | undefined }) {
  const [asking, setAsking] = useState(false);
  const platform = useQuery(platformQuery).data;
  const price = platform?.payments?.pro?.price;
  const upgrade = useUpgrade();
  const portal = usePortal();
  const resume = useChange("resume");
  const cancel = useChange("cancel", () => setAsking(false));
  if (platform && !platform.payments?.subscriptions) {
    return <p className="text-sm text-muted">{plan.notConfigured}</p>;
  }
  const error = upgrade.error ?? portal.error ?? resume.error;
  return (
    <div className="grid gap-3">
      {error && <FormError>{error.message}</FormError>}
      <div className="flex flex-wrap gap-2">
        {state.mayUpgrade && (
          <Button
            look="primary"
            busy={upgrade.isPending || upgrade.isSuccess}
            onClick={() => upgrade.mutate()}
          >
            {plan.upgrade}
          </Button>
        )}
        {state.mayResume && (
          <Button look="primary" busy={resume.isPending} onClick={() => resume.mutate()}>
            {plan.resume}
          </Button>
        )}
        {state.hasInvoices && (
          <Button busy={portal.isPending || portal.isSuccess} onClick={() => portal.mutate()}>
            {plan.portal}
          </Button>
        )}
        {state.mayCancel && <Button onClick={() => setAsking(true)}>{plan.cancel}</Button>}
      </div>
      {state.mayUpgrade && (
        <p className="text-sm text-muted">
          {platform && price != null
            ? plan.upgradePrice(formatMoney(price, platform.currency))
            : plan.upgradeHint}
        </p>
      )}
      <Suspense>
        {asking && (
          <ConfirmDialog
            title={plan.cancelTitle}
            text={day ? plan.cancelText(day) : plan.cancelTextNoDay}
            confirm={plan.cancel}
            busy={cancel.isPending}
            error={cancel.error}
            onConfirm={() => cancel.mutate()}
            onClose={() => setAsking(false)}
          />
        )}
      </Suspense>
    </div>
  );
}
