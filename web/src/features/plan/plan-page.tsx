import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { formatDayOfMonth, formatMoney, formatNumber, formatTime } from "@/lib/format";
import { Detail } from "@/ui/detail";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { everyDay } from "./model";
import { platformQuery, type Usage, usageDaysQuery, usageQuery } from "./queries";
import { plan } from "./strings";
import { SubscriptionSection } from "./subscription-section";

const Chart = lazy(() => import("@/ui/chart").then(({ Chart }) => ({ default: Chart })));

export function PlanPage() {
  return (
    <Page title={plan.title} description={plan.description}>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <SubscriptionSection />
        <UsageSection />
        <Compare />
        <Days />
      </div>
    </Page>
  );
}

function UsageSection() {
  const usage = useQuery(usageQuery);
  return (
    <Section title={plan.usage} hint={plan.usageHint}>
      <div className="min-h-24">
        {usage.data ? (
          <Left usage={usage.data} />
        ) : usage.error ? (
          <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />
        ) : (
          <Skeleton className="h-10.5 w-40" />
        )}
      </div>
    </Section>
  );
}

function Left({ usage: { limit, remaining, used, resets_at } }: { usage: Usage }) {
  const share = limit && remaining != null ? remaining / limit : undefined;
  return (
    <div className="grid gap-2.5">
      <p className="flex items-baseline gap-2">
        <span className="text-2xl font-semibold tracking-tight tabular-nums">
          {remaining == null ? plan.unlimited : plan.left(formatNumber(remaining))}
        </span>
        {limit != null && <span className="text-muted">{plan.of(formatNumber(limit))}</span>}
      </p>
      {share !== undefined && (
        <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
          <div className="h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        </div>
      )}
      <p className="text-sm text-muted">{plan.used(formatNumber(used), formatTime(resets_at))}</p>
    </div>
  );
}

function Compare() {
  const platform = useQuery(platformQuery).data;
  const limit = platform?.assistant?.basic_daily_limit;
  const price = platform?.payments?.pro?.price;
  return (
    <Section title={plan.compare}>
      <dl className="grid gap-4 sm:grid-cols-2">
        <Detail label={plan.names.basic}>
          {limit === undefined ? plan.basicText : plan.basicLimit(formatNumber(limit))}
        </Detail>
        <Detail label={plan.names.pro}>
          {plan.proText}
          {platform && price != null && (
            <span className="mt-1 block font-medium">
              {plan.proPrice(formatMoney(price, platform.currency))}
            </span>
          )}
        </Detail>
      </dl>
    </Section>
  );
}

const CHART_HEIGHT = 160;

function Days() {
  const days = useQuery(usageDaysQuery);
  const room = <div aria-busy style={{ height: CHART_HEIGHT }} />;
  return (
    <Section title={plan.days}>
      {days.error && !days.data ? (
        <ErrorState error={days.error} onRetry={() => void days.refetch()} />
      ) : !days.data ? (
        room
      ) : days.data.length === 0 ? (
        <p className="text-muted">{plan.daysNone}</p>
      ) : (
        <Suspense fallback={room}>
          <DaysChart days={days.data} />
        </Suspense>
      )}
    </Section>
  );
}

function DaysChart({ days }: { days: readonly { day: string; requests: number }[] }) {
  const { times, counts } = everyDay(days);
  const most = Math.max(...counts);
  const summary = plan.daysSummary(
    formatNumber(counts.reduce((sum, count) => sum + count, 0)),
    days.length,
    formatDayOfMonth(times[counts.indexOf(most)] ?? 0),
    formatNumber(most),
  );
  return (
    <Chart
      title={plan.asked}
      summary={summary}
      times={times}
      series={[{ label: plan.asked, colour: "--accent", values: counts }]}
      form="bars"
      formatValue={formatNumber}
      formatX={formatDayOfMonth}
      height={CHART_HEIGHT}
    />
  );
}
