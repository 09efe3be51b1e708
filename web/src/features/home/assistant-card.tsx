import { useQuery } from "@tanstack/react-query";
import { formatNumber, formatTime } from "@/lib/format";
import { Section } from "@/ui/section";
import { Skeleton } from "@/ui/states";
import { assistantQuery } from "./queries";
import { SmallError } from "./small-error";
import { home } from "./strings";

/** Questions to the assistant left today. */
export function AssistantCard() {
  const usage = useQuery(assistantQuery);
  return (
    <Section title={home.assistant.title}>
      <div className="h-24">
        {usage.data ? (
          <Left {...usage.data} />
        ) : usage.error ? (
          <SmallError error={usage.error} onRetry={() => void usage.refetch()} />
        ) : (
          <Skeleton className="h-10.5 w-40" />
        )}
      </div>
    </Section>
  );
}

interface Usage {
  /** Null if unlimited. */
  limit?: number | null;
  used: number;
  remaining?: number | null;
  resets_at: string;
}

function Left({ limit, used, remaining, resets_at }: Usage) {
  const share = limit != null && remaining != null && limit > 0 ? remaining / limit : undefined;
  return (
    <div className="grid gap-2.5">
      <p className="flex items-baseline gap-2">
        <span className="text-2xl font-semibold tracking-tight tabular-nums">
          {remaining == null ? home.assistant.unlimited : formatNumber(remaining)}
        </span>
        {limit != null && <span className="text-muted">{home.assistant.of(formatNumber(limit))}</span>}
      </p>
      {share !== undefined && (
        <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
          <div className="h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        </div>
      )}
      <p className="text-sm text-muted">{home.assistant.used(formatNumber(used), formatTime(resets_at))}</p>
    </div>
  );
}
