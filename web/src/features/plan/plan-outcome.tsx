import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import CircleCheck from "lucide-react/icons/circle-check";
import Clock from "lucide-react/icons/clock";
import { buttonClass } from "@/ui/button";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { subscriptionQuery } from "./queries";
import { plan } from "./strings";

/** The plan's state after the user returns from the payment page. */
export default function PlanOutcome() {
  const { data, error, refetch } = useQuery(subscriptionQuery);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-60" />;
  if (data.plan === "basic") {
    return (
      <EmptyState title={plan.waiting} icon={<Clock size={20} aria-hidden />}>
        {plan.waitingHint}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={plan.isPro}
      icon={<CircleCheck size={20} aria-hidden />}
      action={
        <Link to="/plan" className={buttonClass("primary")}>
          {plan.toPlan}
        </Link>
      }
    >
      {plan.isProHint}
    </EmptyState>
  );
}
