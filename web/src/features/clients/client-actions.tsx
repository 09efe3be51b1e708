import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api, data } from "@/api/client";
import { useUser } from "@/app/use-session";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import { type Client, clientQuery } from "./queries";
import { clients } from "./strings";

const CreditsDialog = lazy(() => import("./credits-dialog"));
const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

/** Moves credits to a client, or back. For resellers only. */
export function CreditActions({ client, reseller }: { client: Client; reseller: string }) {
  const [dialog, setDialog] = useState<"give" | "take">();
  if (useUser().role !== "reseller") return null;
  return (
    <>
      <Button onClick={() => setDialog("take")}>{clients.take}</Button>
      {client.status === "active" && (
        <Button look="primary" onClick={() => setDialog("give")}>
          {clients.give}
        </Button>
      )}
      <Suspense>
        {dialog && (
          <CreditsDialog
            what={dialog}
            client={client}
            reseller={reseller}
            onClose={() => setDialog(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}

/** Suspends a client after confirmation, or reactivates it. */
export function StatusButton({ client, reseller }: { client: Client; reseller: string }) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const change = useStatus(client, reseller, close);
  if (client.status === "suspended") {
    return (
      <Button busy={change.isPending} onClick={() => change.mutate("active")}>
        {clients.reactivate}
      </Button>
    );
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{clients.suspend}</Button>
      <Suspense>
        {asking && (
          <ConfirmDialog
            title={clients.suspendTitle(client.username)}
            text={clients.suspendText}
            confirm={clients.suspend}
            busy={change.isPending}
            error={change.error}
            onConfirm={() => change.mutate("suspended")}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}

function useStatus({ id, username }: Client, reseller: string, onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (status: Client["status"]) => {
      const params = { path: { id: reseller, user_id: id } };
      return data(api.PATCH("/v1/resellers/{id}/business-owners/{user_id}", { params, body: { status } }));
    },
    onSuccess: (changed) => {
      const { status } = changed;
      cache.setQueryData(clientQuery(reseller, id).queryKey, changed);
      toast(status === "suspended" ? clients.suspended(username) : clients.reactivated(username));
      onDone();
      void cache.invalidateQueries({ queryKey: ["clients", reseller] });
    },
    onError: (error, status) => {
      // The dialog shows why it failed; without one a toast does.
      if (status === "active") toast(error.message, { kind: "error" });
    },
  });
}
