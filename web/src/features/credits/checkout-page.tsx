import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleX from "lucide-react/icons/circle-x";
import Clock from "lucide-react/icons/clock";
import { lazy, Suspense, useState } from "react";
import { lastCheckout } from "@/lib/checkout";
import { formatNumber } from "@/lib/format";
import { balanceQuery } from "@/live/balance";
import { buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { latestRechargeQuery } from "./queries";
import { credits } from "./strings";

const DepositOutcome = lazy(() => import("@/features/wallet/deposit-outcome"));
const PlanOutcome = lazy(() => import("@/features/plan/plan-outcome"));

const toCredits = (
  <Link to="/credits" search={{}} className={buttonClass("primary")}>
    {credits.toCredits}
  </Link>
);

/** After a cancelled payment: the page from which to pay again. */
const backTo = {
  credits: (
    <Link to="/credits" search={{ list: "recharges" }} className={buttonClass("primary")}>
      {credits.toCredits}
    </Link>
  ),
  deposit: (
    <Link to="/wallet" search={{ list: "deposits" }} className={buttonClass("primary")}>
      {credits.toWallet}
    </Link>
  ),
  plan: (
    <Link to="/plan" className={buttonClass("primary")}>
      {credits.toPlan}
    </Link>
  ),
};

/** The page to which the payment page returns. The provider confirms by a webhook, so the purchase may follow later. */
export function CheckoutDonePage() {
  const [purchase] = useState(lastCheckout);
  return (
    <Page title={credits.doneTitle} narrow>
      <div className="card" aria-live="polite">
        <Suspense fallback={<Skeleton className="h-60" />}>
          {purchase === "plan" ? (
            <PlanOutcome />
          ) : purchase === "deposit" ? (
            <DepositOutcome />
          ) : (
            <RechargeOutcome />
          )}
        </Suspense>
      </div>
    </Page>
  );
}

function RechargeOutcome() {
  const recharge = useQuery(latestRechargeQuery);
  if (recharge.data) return <Outcome status={recharge.data.status} count={recharge.data.credits} />;
  if (recharge.data === null) return <EmptyState title={credits.nothing} action={toCredits} />;
  if (recharge.error) return <ErrorState error={recharge.error} onRetry={() => void recharge.refetch()} />;
  return <Skeleton className="h-60" />;
}

function Outcome({ status, count }: { status: string; count: number }) {
  const balance = useQuery(balanceQuery);
  if (status === "pending") {
    return (
      <EmptyState title={credits.waiting} icon={<Clock size={20} aria-hidden />}>
        {credits.waitingHint}
      </EmptyState>
    );
  }
  if (status === "paid") {
    return (
      <EmptyState
        title={credits.paid(formatNumber(count))}
        icon={<CircleCheck size={20} aria-hidden />}
        action={toCredits}
      >
        {balance.data && credits.paidHint(formatNumber(balance.data.balance))}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={credits.failed} icon={<CircleX size={20} aria-hidden />} action={toCredits}>
      {credits.failedHint}
    </EmptyState>
  );
}

export function CheckoutCancelledPage() {
  const [purchase] = useState(lastCheckout);
  return (
    <Page title={credits.doneTitle} narrow>
      <div className="card">
        <EmptyState
          title={credits.cancelledTitle}
          icon={<CircleX size={20} aria-hidden />}
          action={backTo[purchase]}
        >
          {purchase === "plan" ? credits.cancelledPlanHint : credits.cancelledHint}
        </EmptyState>
      </div>
    </Page>
  );
}
