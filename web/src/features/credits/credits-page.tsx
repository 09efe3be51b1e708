import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { formatDayOfMonth, formatNumber, formatShort } from "@/lib/format";
import { type Balance, balanceQuery } from "@/live/balance";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Pill } from "@/ui/pill";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { Credits } from "@/ui/values";
import { courseOf } from "./course";
import { courseQuery } from "./queries";
import { credits } from "./strings";

const RechargeDialog = lazy(() => import("./recharge-dialog"));
const ThresholdDialog = lazy(() => import("./threshold-dialog"));
const Chart = lazy(() => import("@/ui/chart").then(({ Chart }) => ({ default: Chart })));
const Statement = lazy(() => import("./statement"));
const Recharges = lazy(() => import("./recharges"));

const route = getRouteApi("/inside/credits");

export function CreditsPage() {
  const [buying, setBuying] = useState(false);
  const { list = "statement" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title={credits.title}
      description={credits.description}
      actions={
        <Button look="primary" onClick={() => setBuying(true)}>
          {credits.buy}
        </Button>
      }
    >
      <div className="grid gap-5">
        <BalanceSection />
        <section className="card overflow-hidden px-4 pt-2 pb-1 sm:px-5">
          <Tabs
            label={credits.title}
            tabs={[
              { value: "statement", label: credits.statement },
              { value: "recharges", label: credits.recharges },
            ]}
            value={list}
            onChange={(value) =>
              void navigate({ search: value === "recharges" ? { list: value } : {}, replace: true })
            }
          >
            <Suspense fallback={<Skeleton className="h-96" />}>
              {list === "recharges" ? <Recharges onBuy={() => setBuying(true)} /> : <Statement />}
            </Suspense>
          </Tabs>
        </section>
      </div>
      {buying && (
        <Suspense>
          <RechargeDialog onClose={() => setBuying(false)} />
        </Suspense>
      )}
    </Page>
  );
}

function BalanceSection() {
  const balance = useQuery(balanceQuery);
  const [changing, setChanging] = useState(false);
  const threshold = balance.data?.low_balance_threshold;
  const low = threshold != null && balance.data !== undefined && balance.data.balance < threshold;
  return (
    <Section title={credits.balance} actions={low && <Pill tone="warn">{credits.low}</Pill>}>
      {balance.error && !balance.data ? (
        <ErrorState error={balance.error} onRetry={() => void balance.refetch()} />
      ) : (
        <div className="grid gap-6 lg:grid-cols-[minmax(14rem,1fr)_2fr]">
          <div className="grid content-start gap-3">
            {balance.data ? <Amount balance={balance.data} /> : <Skeleton className="h-10.5 w-40" />}
            <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-muted">
              {threshold == null ? credits.noThreshold : credits.threshold(formatNumber(threshold))}
              <Button size="sm" onClick={() => setChanging(true)} disabled={!balance.data}>
                {threshold == null ? credits.setThreshold : credits.changeThreshold}
              </Button>
            </p>
          </div>
          <Course now={balance.data?.balance} />
        </div>
      )}
      {changing && (
        <Suspense>
          <ThresholdDialog current={threshold ?? null} onClose={() => setChanging(false)} />
        </Suspense>
      )}
    </Section>
  );
}

function Amount({ balance }: { balance: Balance }) {
  return (
    <div className="grid gap-1">
      <p className="flex items-baseline gap-2">
        <span className="text-3xl font-semibold tracking-tight">
          <Credits value={balance.balance} />
        </span>
        <span className="text-muted">{credits.unit(balance.balance)}</span>
      </p>
      {balance.promotional ? (
        <p className="text-sm text-muted">{credits.promotional(formatNumber(balance.promotional))}</p>
      ) : null}
    </div>
  );
}

const CHART_HEIGHT = 160;

function Course({ now }: { now: number | undefined }) {
  const movements = useQuery(courseQuery);
  const room = <div aria-busy style={{ height: CHART_HEIGHT + 52 }} />;
  if (movements.error && !movements.data) {
    return <ErrorState error={movements.error} onRetry={() => void movements.refetch()} />;
  }
  if (!movements.data || now === undefined) return room;
  const { times, balances } = courseOf(movements.data, now, Date.now());
  const [first = now, last = now] = [balances[0], balances.at(-1)];
  const summary = balances.every((value) => value === first)
    ? credits.courseFlat(formatNumber(first))
    : credits.courseSummary(formatNumber(first), formatNumber(last), formatNumber(Math.min(...balances)));
  return (
    <Suspense fallback={room}>
      <Chart
        title={credits.course}
        summary={summary}
        times={times}
        series={[{ label: credits.balance, colour: "--accent", values: balances }]}
        form="step"
        formatValue={formatNumber}
        formatX={formatDayOfMonth}
        formatTime={(seconds) => formatShort(new Date(seconds * 1000).toISOString())}
        height={CHART_HEIGHT}
      />
    </Suspense>
  );
}
