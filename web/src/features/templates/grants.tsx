import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api } from "@/api/client";
import { isProblem } from "@/api/problem";
import { useUser } from "@/app/use-session";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { type Column, inCard } from "@/ui/table";
import { toast } from "@/ui/toast";
import { DateTime } from "@/ui/values";
import { grantsQuery, type TemplateGrant } from "./queries";
import { templates } from "./strings";

const GrantDialog = lazy(() => import("./grant-dialog"));
const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

/** Grants of the platform's templates: one's own; admins see and change all. */
export default function Grants() {
  const admin = useUser().role === "admin";
  const query = useInfiniteQuery(grantsQuery);
  const [granting, setGranting] = useState(false);
  const [revoking, setRevoking] = useState<TemplateGrant>();
  const grant = <Button onClick={() => setGranting(true)}>{templates.grant}</Button>;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-muted">{templates.grantsHint}</p>
        {admin && grant}
      </div>
      <div className="-mx-4 sm:-mx-5">
        <PagedTable
          caption={templates.grants}
          columns={columnsFor(admin, setRevoking)}
          query={query}
          rowKey={(row) => row.id}
          cardClass="@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:gap-x-3"
          skeletonRows={4}
          empty={
            <EmptyState title={templates.noGrants} action={admin && grant}>
              {admin ? templates.noGrantsAdmin : templates.noGrantsHint}
            </EmptyState>
          }
        />
      </div>
      <Suspense>
        {granting && <GrantDialog onClose={() => setGranting(false)} />}
        {revoking && <Revoke row={revoking} onClose={() => setRevoking(undefined)} />}
      </Suspense>
    </div>
  );
}

function columnsFor(
  admin: boolean,
  onRevoke: (row: TemplateGrant) => void,
): readonly Column<TemplateGrant>[] {
  const columns: Column<TemplateGrant>[] = [
    {
      key: "name",
      header: templates.template,
      primary: true,
      cell: (row) => (
        <span data-row-link tabIndex={-1} className="w-fit scroll-my-20 rounded wrap-anywhere">
          {row.name}
        </span>
      ),
    },
    {
      key: "language",
      header: templates.language,
      cell: (row) => row.language ?? templates.allLanguages,
      className: cx(inCard.plain, inCard.small, "@max-2xl:col-span-2"),
    },
  ];
  const since: Column<TemplateGrant> = {
    key: "since",
    header: templates.since,
    numeric: true,
    cell: (row) => <DateTime value={row.created_at} />,
    className: cx(inCard.small, "@max-2xl:col-span-2 @max-2xl:justify-start @max-2xl:gap-1.5!"),
  };
  if (!admin) return [...columns, since];
  return [
    ...columns,
    {
      key: "account",
      header: templates.account,
      cell: (row) => row.user.username,
      className: cx(inCard.plain, "@max-2xl:col-span-2"),
    },
    since,
    {
      key: "revoke",
      header: templates.actions,
      bare: true,
      numeric: true,
      className: "@max-2xl:col-start-2 @max-2xl:row-start-1",
      cell: (row) => (
        <Button
          size="sm"
          aria-label={templates.revokeLabel(row.name, row.user.username)}
          onClick={() => onRevoke(row)}
        >
          {templates.revoke}
        </Button>
      ),
    },
  ];
}

function Revoke({ row, onClose }: { row: TemplateGrant; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: async () => {
      const path = { id: row.id };
      await api.DELETE("/v1/template-grants/{id}", { params: { path } }).catch((error: unknown) => {
        if (!isProblem(error, "not_found")) throw error;
      });
    },
    onSuccess: () => {
      toast(templates.revoked);
      onClose();
      void client.invalidateQueries({ queryKey: grantsQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      title={templates.revokeTitle(row.name)}
      text={templates.revokeText(row.user.username)}
      confirm={templates.revoke}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    />
  );
}
