import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { api, data } from "@/api/client";
import { useFormProblem } from "@/lib/use-form-problem";
import { balanceQuery } from "@/live/balance";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { toast } from "@/ui/toast";
import { credits } from "./strings";

interface Values {
  low_balance_threshold: string;
}

/** Sets, changes or removes the low-balance warning. */
export default function ThresholdDialog({
  current,
  onClose,
}: {
  current: number | null;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const form = useForm<Values>({ defaultValues: { low_balance_threshold: current?.toString() ?? "" } });
  const problem = useFormProblem(form.setError, ["low_balance_threshold"]);
  const save = useMutation({
    mutationFn: (threshold: number | null) =>
      data(api.PATCH("/v1/credits/balance", { body: { low_balance_threshold: threshold } })),
    onSuccess: (balance, threshold) => {
      client.setQueryData(balanceQuery.queryKey, balance);
      toast(threshold === null ? credits.removed : credits.saved);
      onClose();
    },
    onError: problem.show,
  });
  const submit = form.handleSubmit((values) => {
    problem.clear();
    save.mutate(Number(values.low_balance_threshold.trim()));
  });
  return (
    <FormDialog
      title={credits.thresholdTitle}
      description={credits.thresholdHelp}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={credits.save}
      busy={save.isPending}
      actions={
        current === null ? (
          <Button onClick={onClose}>{credits.cancel}</Button>
        ) : (
          <Button busy={save.isPending} onClick={() => save.mutate(null)}>
            {credits.remove}
          </Button>
        )
      }
    >
      <TextField
        label={credits.thresholdLabel}
        inputMode="numeric"
        autoComplete="off"
        error={form.formState.errors.low_balance_threshold?.message}
        {...form.register("low_balance_threshold", {
          validate: (value) => /^\d{1,12}$/.test(value.trim()) || credits.thresholdInvalid,
        })}
      />
    </FormDialog>
  );
}
