import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useUser } from "@/app/use-session";
import { cx } from "@/lib/cx";
import { formatNumber } from "@/lib/format";
import { balanceQuery } from "@/live/balance";
import { buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { Pill } from "@/ui/pill";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { Sparkline } from "@/ui/svg-charts";
import { Credits } from "@/ui/values";
import { FirstSteps, useFirstSteps } from "./first-steps";
import { LatestMessages } from "./latest-messages";
import { latestMovementsQuery } from "./queries";
import { home } from "./strings";
import { TodayCard } from "./today-card";

const AccountCards = lazy(() => import("./account-cards"));
const MonthCard = lazy(() => import("./month-card"));
const ClientsCard = lazy(() => import("./clients-card"));
const OperatorCards = lazy(() => import("./operator-cards"));

/** Cards below the fold: their layout, which blocks a slow phone at its start, waits until they are nearly in view. */
const UNSEEN = "[content-visibility:auto]";

export function HomePage() {
  const { role, id } = useUser();
  const known = useFirstSteps();
  // Admins send nothing, so they get no first steps.
  const steps = role === "admin" ? "hidden" : known;
  return (
    <Page
      title={home.title}
      actions={
        <Link to="/messages/new" className={buttonClass("primary")}>
          {home.compose}
        </Link>
      }
    >
      <div className={cx("grid gap-5", steps === "unknown" && "invisible")}>
        {steps === "shown" && <FirstSteps />}
        <div className="grid gap-5 lg:grid-cols-2">
          <BalanceCard />
          <TodayCard />
        </div>
        <div className={cx(UNSEEN, "[contain-intrinsic-block-size:auto_20.5rem]")}>
          <Suspense fallback={<Skeleton className="h-82 rounded-xl lg:h-43.5" />}>
            <AccountCards />
          </Suspense>
        </div>
        {role === "admin" && (
          <Suspense fallback={<Skeleton className="h-96" />}>
            <OperatorCards />
          </Suspense>
        )}
        {role === "reseller" && (
          <Suspense fallback={<Skeleton className="h-80" />}>
            <ClientsCard reseller={id} />
          </Suspense>
        )}
        <div className={cx(UNSEEN, "[contain-intrinsic-block-size:auto_30rem]")}>
          <LatestMessages />
        </div>
        <div className={cx(UNSEEN, "[contain-intrinsic-block-size:auto_20rem]")}>
          <Suspense fallback={<Skeleton className="h-80" />}>
            <MonthCard />
          </Suspense>
        </div>
      </div>
    </Page>
  );
}

function BalanceCard() {
  const balance = useQuery(balanceQuery);
  const movements = useQuery(latestMovementsQuery);
  const threshold = balance.data?.low_balance_threshold;
  const rows = movements.data?.data.toReversed() ?? [];
  const before = rows[0] ? rows[0].balance_after - rows[0].amount : (balance.data?.balance ?? 0);
  // Without transactions it is a constant line.
  const course = rows.map((row) => row.balance_after);
  // A line needs two points; without transactions it is constant.
  while (course.length < 2) course.unshift(before);
  const low = threshold != null && balance.data !== undefined && balance.data.balance < threshold;
  return (
    <Section
      title={home.balance}
      actions={
        low ? (
          <Pill tone="warn">{home.low}</Pill>
        ) : (
          <Link to="/credits" search={{}} className={buttonClass("secondary", "sm")}>
            {home.buy}
          </Link>
        )
      }
    >
      {balance.error && !balance.data ? (
        <ErrorState error={balance.error} onRetry={() => void balance.refetch()} />
      ) : (
        <div className="grid gap-x-8 gap-y-3 sm:grid-cols-[minmax(0,1fr)_11rem] sm:items-end">
          <div className="grid gap-1">
            {balance.data ? (
              <p className="flex items-baseline gap-2">
                <span className="text-3xl font-semibold tracking-tight">
                  <Credits value={balance.data.balance} />
                </span>
                <span className="text-muted">{home.credits(balance.data.balance)}</span>
              </p>
            ) : (
              <Skeleton className="h-10.5 w-40" />
            )}
            <p className="min-h-10 text-sm text-muted">
              {balance.data?.promotional
                ? home.promotional(formatNumber(balance.data.promotional))
                : threshold == null
                  ? home.noThreshold
                  : home.threshold(formatNumber(threshold))}
            </p>
          </div>
          <div className="h-12 w-full">
            {movements.data && balance.data && (
              <Sparkline
                values={course}
                className="h-12 w-full"
                label={home.course(
                  formatNumber(course[0] ?? before),
                  formatNumber(course.at(-1) ?? before),
                  rows.length,
                )}
              />
            )}
          </div>
        </div>
      )}
    </Section>
  );
}
