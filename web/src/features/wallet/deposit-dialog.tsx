import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api, data, idempotent, newIdempotencyKey, preferWait } from "@/api/client";
import { latest } from "@/api/job";
import { leaveForCheckout } from "@/lib/checkout";
import { formatMoney } from "@/lib/format";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { EmptyState } from "@/ui/states";
import { amountOf } from "./amount";
import { platformQuery } from "./queries";
import { wallet } from "./strings";

/** Seconds that the request waits for the payment page, which takes less than one. */
const WAIT_SECONDS = 15;

/** Asks for the amount, and opens the payment provider's page. */
export default function DepositDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const platform = useQuery(platformQuery).data;
  // One deposit, however often it is sent; another amount is another deposit.
  const [keys] = useState(() => new Map<string, string>());
  const form = useForm<{ amount: string }>({ defaultValues: { amount: "" } });
  const problem = useFormProblem(form.setError, ["amount"]);
  const add = useMutation({
    mutationFn: async (amount: string) => {
      const key = keys.get(amount) ?? newIdempotencyKey();
      keys.set(amount, key);
      const headers = { ...idempotent(key), ...preferWait(WAIT_SECONDS) };
      const accepted = await data(api.POST("/v1/wallet/deposits", { body: { amount }, headers }));
      const job = await latest(accepted.job, WAIT_SECONDS);
      const result = job.result as { checkout_url?: string } | null;
      if (!result?.checkout_url) throw new Error(job.error?.message ?? wallet.prepareFailed);
      return result.checkout_url;
    },
    onSuccess: (url) => {
      void client.invalidateQueries({ queryKey: ["wallet", "deposits"] });
      leaveForCheckout("deposit", url);
    },
    onError: problem.show,
  });
  const payments = platform?.payments;
  if (platform && !payments) {
    return (
      <Dialog open onOpenChange={onClose} title={wallet.add}>
        <EmptyState title={wallet.notConfigured} />
      </Dialog>
    );
  }
  const submit = form.handleSubmit(({ amount }) => {
    problem.clear();
    add.mutate(amountOf(amount) ?? "");
  });
  const leaving = add.isPending || add.isSuccess;
  const money = (amount: string) => formatMoney(amount, platform?.currency ?? "USD");
  return (
    <FormDialog
      title={wallet.add}
      description={wallet.addHelp}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={problem.wait > 0 ? wallet.wait(problem.wait) : wallet.goToPayment}
      busy={leaving}
      disabled={problem.wait > 0}
      actions={<Button onClick={onClose}>{wallet.cancel}</Button>}
    >
      <TextField
        label={wallet.amountLabel(platform?.currency ?? "USD")}
        inputMode="decimal"
        autoComplete="off"
        error={form.formState.errors.amount?.message}
        help={payments && wallet.addLimits(money(payments.minimum), money(payments.maximum))}
        {...form.register("amount", {
          validate: (text) => amountOf(text) !== undefined || wallet.amountInvalid,
        })}
      />
      {leaving && <p role="status">{wallet.preparing}</p>}
    </FormDialog>
  );
}
