import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleX from "lucide-react/icons/circle-x";
import Clock from "lucide-react/icons/clock";
import { formatNumber } from "@/lib/format";
import { balanceQuery } from "@/live/balance";
import { buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { latestRechargeQuery } from "./queries";
import { credits } from "./strings";

const toCredits = (
  <Link to="/credits" search={{}} className={buttonClass("primary")}>
    {credits.toCredits}
  </Link>
);

/** Where somebody comes back to from the payment page. The provider confirms by a webhook, so the credits may follow. */
export function CheckoutDonePage() {
  const recharge = useQuery(latestRechargeQuery);
  return (
    <Page title={credits.doneTitle} narrow>
      <div className="card" aria-live="polite">
        {recharge.data ? (
          <Outcome status={recharge.data.status} count={recharge.data.credits} />
        ) : recharge.data === null ? (
          <EmptyState title={credits.nothing} action={toCredits} />
        ) : recharge.error ? (
          <ErrorState error={recharge.error} onRetry={() => void recharge.refetch()} />
        ) : (
          <Skeleton className="h-60" />
        )}
      </div>
    </Page>
  );
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
  return (
    <Page title={credits.doneTitle} narrow>
      <div className="card">
        <EmptyState
          title={credits.cancelledTitle}
          icon={<CircleX size={20} aria-hidden />}
          action={
            <Link to="/credits" search={{ list: "recharges" }} className={buttonClass("primary")}>
              {credits.toCredits}
            </Link>
          }
        >
          {credits.cancelledHint}
        </EmptyState>
      </div>
    </Page>
  );
}
