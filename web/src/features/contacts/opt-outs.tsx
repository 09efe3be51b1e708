import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import BellOff from "lucide-react/icons/bell-off";
import { lazy, Suspense, useState } from "react";
import { api } from "@/api/client";
import { isProblem } from "@/api/problem";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { type Column, inCard } from "@/ui/table";
import { toast } from "@/ui/toast";
import { DateTime } from "@/ui/values";
import { type OptOut, optOutsQuery } from "./queries";
import { contacts } from "./strings";

const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

const small = cx(inCard.small, "@max-2xl:col-span-2 @max-2xl:justify-start @max-2xl:gap-1.5! @max-2xl:py-0!");

const columnsFor = (onRemove: (row: OptOut) => void): readonly Column<OptOut>[] => [
  {
    key: "phone",
    header: contacts.phone,
    primary: true,
    cell: (row) => (
      <span data-row-link tabIndex={-1} className="w-fit scroll-my-20 rounded tabular-nums">
        {row.to}
      </span>
    ),
  },
  { key: "scope", header: contacts.scope, cell: (row) => contacts.scopes[row.scope], className: small },
  {
    key: "from",
    header: contacts.appliesTo,
    cell: (row) => contacts.appliesToNames[row.applies_to],
    className: small,
  },
  {
    key: "since",
    header: contacts.since,
    cell: (row) => <DateTime value={row.created_at} />,
    className: small,
  },
  {
    key: "remove",
    header: contacts.actions,
    bare: true,
    numeric: true,
    cell: (row) =>
      row.applies_to === "shared_number" ? (
        <span className="text-sm text-muted">{contacts.onlyPhone}</span>
      ) : (
        <Button size="sm" aria-label={contacts.removeLabel(row.to)} onClick={() => onRemove(row)}>
          {contacts.remove}
        </Button>
      ),
    className: "@max-2xl:col-span-2",
  },
];

/** Phones that opted out. */
export default function OptOuts() {
  const query = useInfiniteQuery(optOutsQuery);
  const [removing, setRemoving] = useState<OptOut>();
  return (
    <div className="grid gap-3">
      <p className="text-sm text-muted">{contacts.optOutsHint}</p>
      <div className="-mx-4 sm:-mx-5">
        <PagedTable
          caption={contacts.optOuts}
          columns={columnsFor(setRemoving)}
          query={query}
          rowKey={(row) => `${row.applies_to} ${row.scope} ${row.to}`}
          cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:gap-x-3"
          skeletonRows={4}
          empty={
            <EmptyState title={contacts.noOptOuts} icon={<BellOff size={20} aria-hidden />}>
              {contacts.noOptOutsHint}
            </EmptyState>
          }
        />
      </div>
      <Suspense>{removing && <Remove row={removing} onClose={() => setRemoving(undefined)} />}</Suspense>
    </div>
  );
}

function Remove({ row: { to }, onClose }: { row: OptOut; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: async () => {
      await api.DELETE("/v1/opt-outs/{to}", { params: { path: { to } } }).catch((error: unknown) => {
        // The phone sent START meanwhile.
        if (!isProblem(error, "not_found")) throw error;
      });
    },
    onSuccess: () => {
      toast(contacts.removed);
      onClose();
      void client.invalidateQueries({ queryKey: optOutsQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      title={contacts.removeTitle(to)}
      text={contacts.removeText}
      confirm={contacts.removeConfirm}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
