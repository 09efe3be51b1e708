import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api, data } from "@/api/client";
import { isProblem } from "@/api/problem";
import { useUser } from "@/app/use-session";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import { type UserDetails, userQuery } from "./queries";
import { mint, user as text } from "./strings";

const MintDialog = lazy(() => import("./mint-dialog"));
const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

/** Mints credits for an account, suspends it, or lets it in again. */
export function UserActions({ user }: { user: UserDetails }) {
  const [dialog, setDialog] = useState<"mint" | "suspend">();
  const close = () => setDialog(undefined);
  const change = useStatus(user, close);
  // Nobody can suspend themselves: the server refuses it.
  const isSelf = useUser().id === user.id;
  return (
    <>
      {user.status === "active" ? (
        !isSelf && <Button onClick={() => setDialog("suspend")}>{text.suspend}</Button>
      ) : (
        <Button busy={change.isPending} onClick={() => change.mutate("active")}>
          {text.reactivate}
        </Button>
      )}
      {user.status === "active" && (
        <Button look="primary" onClick={() => setDialog("mint")}>
          {mint.action}
        </Button>
      )}
      <Suspense>
        {dialog === "mint" && <MintDialog username={user.username} onClose={close} />}
        {dialog === "suspend" && (
          <ConfirmDialog
            title={text.suspendTitle(user.username)}
            text={`${text.suspendText}${user.role === "reseller" ? ` ${text.suspendReseller}` : ""}`}
            confirm={text.suspend}
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

function useStatus({ id, username }: UserDetails, onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (status: UserDetails["status"]) =>
      data(api.PATCH("/v1/users/{id}", { params: { path: { id } }, body: { status } })),
    onSuccess: (changed) => {
      cache.setQueryData(userQuery(id).queryKey, changed);
      void cache.invalidateQueries({ queryKey: ["users", "list"] });
      void cache.invalidateQueries({ queryKey: ["audit"] });
      toast(changed.status === "suspended" ? text.suspended(username) : text.reactivated(username));
      onDone();
    },
    onError: (error, status) => {
      // The dialog shows why it failed; without one a toast does.
      if (status === "active") toast(error.message, { kind: "error" });
    },
  });
}

/** Lifts the block that a returned payment put on purchases and transfers. */
export function ClearBlockButton({ user }: { user: { id: string; username: string } }) {
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const close = () => setAsking(false);
  const clear = useMutation({
    mutationFn: () =>
      data(api.POST("/v1/users/{id}/clear-recharge-block", { params: { path: { id: user.id } } })),
    onSuccess: () => toast(text.cleared),
    onError: (error) => {
      toast(isProblem(error) && error.status === 404 ? text.notBlocked : error.message, { kind: "error" });
    },
    onSettled: () => {
      close();
      for (const queryKey of [["users", user.id], ["audit"], ["payments"]]) {
        void cache.invalidateQueries({ queryKey });
      }
    },
  });
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        {text.clearBlock}
      </Button>
      <Suspense>
        {asking && (
          <ConfirmDialog
            title={text.clearBlockTitle(user.username)}
            text={text.clearBlockText}
            confirm={text.clearBlock}
            harmless
            busy={clear.isPending}
            error={null}
            onConfirm={() => clear.mutate()}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}
