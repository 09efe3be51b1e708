import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { applies, type BulkAction, countsQuery, matchedBy, scopeOf } from "./bulk";
import type { JobsSearch } from "./search";
import { bulk as text } from "./strings";

const BulkDialog = lazy(() => import("./bulk-dialog"));
const ACTIONS: readonly BulkAction[] = ["retry", "cancel"];

/** Actions on all jobs that match the filters, not only on those that are loaded. */
export function BulkActions({ filters, owner }: { filters: JobsSearch; owner?: string | undefined }) {
  const [asking, setAsking] = useState<BulkAction>();
  const scope = scopeOf(filters, owner);
  const counts = useQuery(countsQuery(scope)).data;
  const possible = ACTIONS.filter((action) => applies(action, filters.state));
  if (possible.length === 0) return null;
  return (
    // As high as one row of buttons, which appear once the jobs are counted; too long ones scroll sideways.
    <div className="-m-1 flex min-h-10 gap-2 overflow-x-auto p-1 pointer-coarse:min-h-13">
      {counts &&
        possible.map((action) => {
          const { count, capped } = matchedBy(action, filters.state, counts);
          const words = formatNumber(count) + (capped ? "+" : "");
          if (count === 0) return null;
          return (
            <Button key={action} size="sm" className="shrink-0" onClick={() => setAsking(action)}>
              {text[action].all(words)}
            </Button>
          );
        })}
      <Suspense>
        {asking && <BulkDialog action={asking} scope={scope} onClose={() => setAsking(undefined)} />}
      </Suspense>
    </div>
  );
}
