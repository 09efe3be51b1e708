import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleX from "lucide-react/icons/circle-x";
import Clock from "lucide-react/icons/clock";
import { formatMoney } from "@/lib/format";
import { buttonClass } from "@/ui/button";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { latestDepositQuery } from "./queries";
import { wallet } from "./strings";

const toWallet = (
  <Link to="/wallet" search={{ list: "deposits" }} className={buttonClass("primary")}>
    {wallet.toWallet}
  </Link>
);

/** The deposit's state after the user returns from the payment page. */
export default function DepositOutcome() {
  const { data: deposit, error, refetch } = useQuery(latestDepositQuery);
  if (error && deposit === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (deposit === undefined) return <Skeleton className="h-60" />;
  if (deposit === null) return <EmptyState title={wallet.nothing} action={toWallet} />;
  if (deposit.status === "pending") {
    return (
      <EmptyState title={wallet.waiting} icon={<Clock size={20} aria-hidden />}>
        {wallet.waitingHint}
      </EmptyState>
    );
  }
  if (deposit.status === "paid") {
    return (
      <EmptyState
        title={wallet.paid(formatMoney(deposit.amount, deposit.currency))}
        icon={<CircleCheck size={20} aria-hidden />}
        action={toWallet}
      />
    );
  }
  return (
    <EmptyState title={wallet.failed} icon={<CircleX size={20} aria-hidden />} action={toWallet}>
      {wallet.failedHint}
    </EmptyState>
  );
}
