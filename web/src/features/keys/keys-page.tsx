import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import KeyRound from "lucide-react/icons/key-round";
import { lazy, Suspense, useState } from "react";
import { api } from "@/api/client";
import { isProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { PagedTable } from "@/ui/paged-table";
import { EmptyState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { keyCard, keyColumns } from "./columns";
import { type ApiKey, keysQuery } from "./queries";
import { keys } from "./strings";

const NewKeyDialog = lazy(() => import("./new-key-dialog"));
const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

export function KeysPage() {
  const query = useInfiniteQuery(keysQuery);
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  return (
    <Page
      title={keys.title}
      description={keys.description}
      actions={
        <Button look="primary" onClick={() => setCreating(true)}>
          {keys.create}
        </Button>
      }
    >
      <div className="card overflow-hidden">
        <PagedTable
          caption={keys.list}
          columns={keyColumns(setRevoking)}
          query={query}
          rowKey={(row) => row.id}
          cardClass={keyCard}
          skeletonRows={3}
          empty={
            <EmptyState
              title={keys.empty}
              icon={<KeyRound size={20} aria-hidden />}
              action={<Button onClick={() => setCreating(true)}>{keys.create}</Button>}
            >
              {keys.emptyHint}
            </EmptyState>
          }
        />
      </div>
      <Suspense>
        {creating && <NewKeyDialog onClose={() => setCreating(false)} />}
        {revoking && <Revoke row={revoking} onClose={() => setRevoking(undefined)} />}
      </Suspense>
    </Page>
  );
}

function Revoke({ row, onClose }: { row: ApiKey; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: async () => {
      await api.DELETE("/v1/api-keys/{id}", { params: { path: { id: row.id } } }).catch((error: unknown) => {
        // Revoked elsewhere: the desired state.
        if (!isProblem(error, "not_found")) throw error;
      });
    },
    onSuccess: () => {
      toast(keys.revoked);
      onClose();
      void client.invalidateQueries({ queryKey: keysQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      title={keys.revokeTitle(row.name)}
      text={keys.revokeText}
      confirm={keys.revoke}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    />
  );
}
