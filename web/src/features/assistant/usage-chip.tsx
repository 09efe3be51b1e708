import { useQuery } from "@tanstack/react-query";
import Gauge from "lucide-react/icons/gauge";
import { lazy, Suspense, useState } from "react";
import { type Usage, usageQuery } from "@/features/plan/queries";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { assistant } from "./strings";

const UsageDialog = lazy(() => import("./usage-dialog"));

/** Questions left today; a press opens the daily usage. */
export function UsageChip() {
  const usage = useQuery(usageQuery).data;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        icon={<Gauge size={15} aria-hidden />}
        aria-haspopup="dialog"
        className="shrink-0 tabular-nums"
        onClick={() => setOpen(true)}
      >
        {wordsOf(usage)}
      </Button>
      <Suspense>{open && <UsageDialog onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}

function wordsOf(usage: Usage | undefined): string {
  if (!usage) return assistant.unknown;
  const { limit, remaining } = usage;
  if (limit == null || remaining == null) return assistant.unlimited;
  return assistant.left(formatNumber(remaining), formatNumber(limit));
}
