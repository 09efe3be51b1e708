import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api, data } from "@/api/client";
import { useUser } from "@/app/use-session";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import { allClientsQuery, type Client } from "./queries";
import { clients } from "./strings";

const CreditsDialog = lazy(() => import("./credits-dialog"));
const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

/** What a reseller does with a client. Credits are moved by the reseller alone. */
export function ClientActions({ client, reseller }: { client: Client; reseller: string }) {
  const [dialog, setDialog] = useState<"give" | "take" | "suspend">();
  const close = () => setDialog(undefined);
  const isReseller = useUser().role === "reseller";
  const active = client.status === "active";
  const change = useStatus(client, reseller, close);
  return (
    <>
      {active ? (
        <Button onClick={() => setDialog("suspend")}>{clients.suspend}</Button>
      ) : (
        <Button busy={change.isPending} onClick={() => change.mutate("active")}>
          {clients.reactivate}
        </Button>
      )}
      {isReseller && (
        <>
          <Button onClick={() => setDialog("take")}>{clients.take}</Button>
          {active && (
            <Button look="primary" onClick={() => setDialog("give")}>
              {clients.give}
            </Button>
          )}
        </>
      )}
      <Suspense>
        {(dialog === "give" || dialog === "take") && (
          <CreditsDialog what={dialog} client={client} reseller={reseller} onClose={close} />
        )}
        {dialog === "suspend" && (
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
    onSuccess: ({ status }) => {
      cache.setQueryData(allClientsQuery(reseller).queryKey, (all) =>
        all?.map((one) => (one.id === id ? { ...one, status } : one)),
      );
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
