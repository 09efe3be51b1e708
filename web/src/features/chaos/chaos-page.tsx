import { useQuery } from "@tanstack/react-query";
import FlaskConicalOff from "lucide-react/icons/flask-conical-off";
import { isProblem } from "@/api/problem";
import { Page } from "@/ui/page";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { Actions } from "./actions";
import { Balance, Jobs, Workers } from "./figures";
import { Log } from "./log";
import { chaosQuery } from "./queries";
import { RateChart } from "./rate-chart";
import { chaos as text } from "./strings";
import { Verdict } from "./verdict";

/** Breaks a development system on purpose, and shows live that nothing is lost. */
export function ChaosPage() {
  const query = useQuery(chaosQuery);
  const { data } = query;
  return (
    <Page title={text.title} description={text.description}>
      {data ? (
        <div className="grid gap-5">
          <Verdict chaos={data} />
          <RateChart chaos={data} />
          <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
            <div className="grid gap-5">
              <Actions chaos={data} />
              <Workers chaos={data} />
            </div>
            <div className="grid gap-5">
              <Balance chaos={data} />
              <Jobs chaos={data} />
              <Log entries={data.log} />
            </div>
          </div>
        </div>
      ) : isProblem(query.error, "no_such_route") ? (
        <div className="card">
          <EmptyState title={text.absentTitle} icon={<FlaskConicalOff size={20} aria-hidden />}>
            {text.absent}
          </EmptyState>
        </div>
      ) : query.error ? (
        <div className="card">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : (
        <Skeleton className="h-28" />
      )}
    </Page>
  );
}
