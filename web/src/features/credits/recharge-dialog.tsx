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
import { priceOf } from "./price";
import { platformQuery } from "./queries";
import { credits } from "./strings";

interface Values {
  credits: string;
}

const DEFAULT = "500";
/** Seconds that the request waits for the payment page, which takes less than one. */
const WAIT_SECONDS = 15;

/** Asks for the number of credits, and opens the payment provider's page. */
export default function RechargeDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const platform = useQuery(platformQuery);
  // One purchase, however often it is sent; another amount is another purchase.
  const [keys] = useState(() => new Map<string, string>());
  const form = useForm<Values>({ defaultValues: { credits: DEFAULT } });
  const problem = useFormProblem(form.setError, ["credits"]);
  const buy = useMutation({
    mutationFn: async (count: string) => {
      const key = keys.get(count) ?? newIdempotencyKey();
      keys.set(count, key);
      const headers = { ...idempotent(key), ...preferWait(WAIT_SECONDS) };
      const body = { credits: Number(count) };
      const accepted = await data(api.POST("/v1/credits/recharges", { body, headers }));
      const job = await latest(accepted.job, WAIT_SECONDS);
      const result = job.result as { checkout_url?: string } | null;
      if (!result?.checkout_url) throw new Error(job.error?.message ?? credits.prepareFailed);
      return result.checkout_url;
    },
    onSuccess: (url) => {
      void client.invalidateQueries({ queryKey: ["credits", "recharges"] });
      leaveForCheckout("credits", url);
    },
    onError: problem.show,
  });
  const count = form.watch("credits").trim();
  const price =
    platform.data && /^\d{1,8}$/.test(count) ? priceOf(count, platform.data.credit_price) : undefined;
  const taken = platform.data === undefined || platform.data === null || platform.data.payments !== null;
  const submit = form.handleSubmit((values) => {
    problem.clear();
    buy.mutate(values.credits.trim());
  });
  if (!taken) {
    return (
      <Dialog open onOpenChange={onClose} title={credits.buy}>
        <EmptyState title={credits.notConfigured} />
      </Dialog>
    );
  }
  const leaving = buy.isPending || buy.isSuccess;
  return (
    <FormDialog
      title={credits.buy}
      description={credits.buyHelp}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={credits.goToPayment}
      busy={leaving}
      disabled={problem.wait > 0}
      actions={<Button onClick={onClose}>{credits.cancel}</Button>}
    >
      <TextField
        label={credits.amountLabel}
        inputMode="numeric"
        autoComplete="off"
        error={form.formState.errors.credits?.message}
        help={
          platform.data && credits.amountEach(formatMoney(platform.data.credit_price, platform.data.currency))
        }
        {...form.register("credits", {
          validate: (value) => /^[1-9]\d{0,7}$/.test(value.trim()) || credits.amountInvalid,
        })}
      />
      <p className="text-lg font-semibold tabular-nums" aria-live="polite">
        {price && platform.data ? credits.amountPrice(formatMoney(price, platform.data.currency)) : "\u00a0"}
      </p>
      {leaving && <p role="status">{credits.preparing}</p>}
    </FormDialog>
  );
}
