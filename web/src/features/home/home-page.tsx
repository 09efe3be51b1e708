import { useQuery } from "@tanstack/react-query";
import { formatNumber } from "@/lib/format";
import { balanceQuery } from "@/live/balance";
import { Page } from "@/ui/page";
import { Pill } from "@/ui/pill";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { Sparkline } from "@/ui/svg-charts";
import { type Column, Table } from "@/ui/table";
import { Credits, DateTime } from "@/ui/values";
import { latestMovementsQuery, type Transaction } from "./queries";
import { home } from "./strings";

export function HomePage() {
  return (
    <Page title={home.title}>
      <div className="grid gap-5">
        <BalanceCard />
        <Movements />
      </div>
    </Page>
  );
}

function BalanceCard() {
  const balance = useQuery(balanceQuery);
  const movements = useQuery(latestMovementsQuery);
  const threshold = balance.data?.low_balance_threshold;
  const course = movements.data?.data.map((row) => row.balance_after).reverse() ?? [];
  const low = threshold != null && balance.data !== undefined && balance.data.balance < threshold;
  return (
    <Section title={home.balance} actions={low && <Pill tone="warn">{home.low}</Pill>}>
      {balance.error && !balance.data ? (
        <ErrorState error={balance.error} onRetry={() => void balance.refetch()} />
      ) : (
        <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
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
            <p className="text-sm text-muted">
              {threshold == null ? home.noThreshold : home.threshold(formatNumber(threshold))}
            </p>
          </div>
          {course.length > 1 && (
            <Sparkline
              values={course}
              className="h-12 w-full sm:w-72"
              label={home.course(
                formatNumber(course[0] ?? 0),
                formatNumber(course.at(-1) ?? 0),
                course.length,
              )}
            />
          )}
        </div>
      )}
    </Section>
  );
}

const SHOWN = 8;

const columns: readonly Column<Transaction>[] = [
  {
    key: "what",
    header: home.what,
    primary: true,
    cell: (row) => (
      <span className="grid">
        <span>{home.kinds[row.kind]}</span>
        {row.note && <span className="text-sm font-normal text-muted">{row.note}</span>}
      </span>
    ),
  },
  { key: "amount", header: home.amount, numeric: true, cell: (row) => <Credits value={row.amount} signed /> },
  { key: "after", header: home.after, numeric: true, cell: (row) => <Credits value={row.balance_after} /> },
  { key: "when", header: home.when, numeric: true, cell: (row) => <DateTime value={row.created_at} /> },
];

function Movements() {
  const movements = useQuery(latestMovementsQuery);
  const rows = movements.data?.data.slice(0, SHOWN);
  return (
    <Section title={home.movements} hint={home.movementsHint} flush>
      {movements.error && !rows ? (
        <ErrorState error={movements.error} onRetry={() => void movements.refetch()} />
      ) : rows?.length === 0 ? (
        <EmptyState title={home.empty}>{home.emptyHint}</EmptyState>
      ) : (
        <Table
          caption={home.movements}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          skeletonRows={SHOWN}
        />
      )}
    </Section>
  );
}
