import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api, data, idempotent, newIdempotencyKey, preferWait } from "@/api/client";
import { latest } from "@/api/job";
import { formatNumber } from "@/lib/format";
import { useFormProblem } from "@/lib/use-form-problem";
import { balanceQuery } from "@/live/balance";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { toast } from "@/ui/toast";
import { type Client, statsQuery } from "./queries";
import { clients } from "./strings";
import { reclaimable } from "./usage";

interface Props {
  what: "give" | "take";
  client: Client;
  reseller: string;
  onClose: () => void;
}

interface Values {
  credits: string;
  note: string;
}

/** Seconds that the request waits for the job, which takes less than one. */
const WAIT_SECONDS = 10;

/** Moves credits to a client, or back. */
export default function CreditsDialog({ what, client, reseller, onClose }: Props) {
  const balance = useQuery(balanceQuery).data;
  const stats = useQuery(statsQuery(reseller)).data;
  const form = useForm<Values>({ defaultValues: { credits: "", note: "" } });
  const problem = useFormProblem(form.setError, ["credits", "note"]);
  const move = useMove(what, client, problem.show, onClose);
  const submit = form.handleSubmit((values) => {
    problem.clear();
    move.mutate(values);
  });
  const share = stats?.by_business_owner.find((one) => one.business_owner.id === client.id);
  const most = what === "give" ? balance && balance.balance - (balance.promotional ?? 0) : reclaimable(share);
  const help = what === "give" ? clients.giveHelp : clients.takeHelp;
  return (
    <FormDialog
      title={what === "give" ? clients.giveTo(client.username) : clients.takeFrom(client.username)}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={problem.wait > 0 ? clients.wait(problem.wait) : what === "give" ? clients.give : clients.take}
      busy={move.isPending}
      disabled={problem.wait > 0}
      actions={<Button onClick={onClose}>{clients.cancel}</Button>}
    >
      <TextField
        label={clients.amount}
        inputMode="numeric"
        autoComplete="off"
        error={form.formState.errors.credits?.message}
        help={most !== undefined && help(formatNumber(most))}
        {...form.register("credits", {
          validate: (text) => /^[1-9]\d{0,11}$/.test(text.trim()) || clients.amountInvalid,
        })}
      />
      {what === "take" && most !== undefined && most > 0 && (
        <Button
          size="sm"
          className="w-fit"
          onClick={() => form.setValue("credits", String(most), { shouldValidate: true })}
        >
          {clients.all}
        </Button>
      )}
      <TextField
        label={clients.note}
        optional
        help={clients.noteHelp}
        autoComplete="off"
        error={form.formState.errors.note?.message}
        {...form.register("note")}
      />
    </FormDialog>
  );
}

/** Moves credits, and waits for the job. */
function useMove(what: Props["what"], client: Client, onError: (error: unknown) => void, onDone: () => void) {
  const cache = useQueryClient();
  const [key, setKey] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: async ({ credits, note }: Values) => {
      const body = {
        business_owner_id: client.id,
        credits: Number(credits.trim()),
        note: note.trim() || null,
      };
      const headers = { ...idempotent(key), ...preferWait(WAIT_SECONDS) };
      const accepted = await data(
        what === "give"
          ? api.POST("/v1/credit-distributions", { body, headers })
          : api.POST("/v1/credit-distributions/reclaim", { body, headers }),
      );
      const job = await latest(accepted.job, WAIT_SECONDS);
      if (job.state === "failed") throw new Error(`${clients.moveFailed} ${job.error?.message ?? ""}`);
      return job.state === "succeeded";
    },
    onSuccess: (done, { credits }) => {
      const words = what === "give" ? clients.moved : clients.movedBack;
      toast(done ? words(formatNumber(Number(credits)), client.username) : clients.underWay);
      onDone();
      for (const queryKey of [["clients"], ["client", client.id], ["distributions"]]) {
        void cache.invalidateQueries({ queryKey });
      }
    },
    onError: (error) => {
      onError(error);
      // A retry after a final failure is a new request and needs a new key.
      if (!("retryable" in error && error.retryable)) setKey(newIdempotencyKey());
    },
  });
}
