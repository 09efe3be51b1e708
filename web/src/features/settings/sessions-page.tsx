import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api } from "@/api/client";
import { isProblem } from "@/api/problem";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";
import { Pill } from "@/ui/pill";
import { Section } from "@/ui/section";
import { ErrorState } from "@/ui/states";
import { type Column, inCard, Table } from "@/ui/table";
import { toast } from "@/ui/toast";
import { DateTime } from "@/ui/values";
import { deviceOf } from "./device";
import { type SessionRow, sessionsQuery } from "./queries";
import { settings } from "./strings";

const EndOthers = lazy(() => import("./end-others"));

// As a card: "Since now", one below the other.
const time = cx(inCard.small, "@max-2xl:col-start-1 @max-2xl:justify-start @max-2xl:gap-1.5! @max-2xl:py-0!");

/** Ends sessions. One that has already ended is the desired state. */
async function endAll(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await api.DELETE("/v1/sessions/{id}", { params: { path: { id } } }).catch((error: unknown) => {
      if (!isProblem(error, "not_found")) throw error;
    });
  }
}

export function SessionsPage() {
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: endAll,
    onSuccess: () => toast(settings.ended),
    onError: (error) => toast(error.message, { kind: "error" }),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const rows = sessions.data?.data;
  const others = rows?.filter((row) => !row.current).map((row) => row.id) ?? [];
  const columns: Column<SessionRow>[] = [
    {
      key: "device",
      header: settings.device,
      primary: true,
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-2">
          <span title={row.user_agent ?? undefined}>{deviceOf(row.user_agent)}</span>
          {row.current && <Pill tone="accent">{settings.thisSession}</Pill>}
        </span>
      ),
    },
    {
      key: "since",
      header: settings.since,
      cell: (row) => <DateTime value={row.created_at} />,
      className: time,
    },
    {
      key: "used",
      header: settings.lastUsed,
      cell: (row) => <DateTime value={row.last_used_at} />,
      className: time,
    },
    {
      key: "end",
      header: settings.actions,
      numeric: true,
      bare: true,
      className: "@max-2xl:col-start-2 @max-2xl:row-span-2 @max-2xl:row-start-1 @max-2xl:self-center",
      cell: (row) =>
        row.current ? (
          ""
        ) : (
          <Button
            size="sm"
            aria-label={settings.endLabel(deviceOf(row.user_agent))}
            busy={end.isPending && end.variables.includes(row.id)}
            onClick={() => end.mutate([row.id])}
          >
            {settings.end}
          </Button>
        ),
    },
  ];
  return (
    <Section title={settings.sessions} hint={settings.sessionsHint} flush>
      {sessions.error && !rows ? (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : (
        <Table
          caption={settings.sessions}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:gap-x-3"
          skeletonRows={2}
        />
      )}
      {others.length > 0 && (
        <div className="flex justify-end border-t border-line px-4 py-3 sm:px-5">
          <Button size="sm" onClick={() => setAsking(true)}>
            {settings.endOthers}
          </Button>
        </div>
      )}
      <Suspense>
        {asking && (
          <EndOthers
            count={others.length}
            onClose={() => setAsking(false)}
            onConfirm={() => end.mutate(others)}
          />
        )}
      </Suspense>
    </Section>
  );
}
