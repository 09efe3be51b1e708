import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api, data, idempotent, newIdempotencyKey, preferWait } from "@/api/client";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { PasswordField, TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { toast } from "@/ui/toast";
import { channelQuery } from "./queries";
import { channels } from "./strings";

interface Values {
  phone_number_id: string;
  access_token: string;
  business_account_id: string;
}

/** Seconds that the request waits for WhatsApp; a later outcome arrives as an event. */
const WAIT_SECONDS = 10;

/** Claims a number, or sets another token for the claimed one. */
export default function ConnectDialog({ current, onClose }: { current: string; onClose: () => void }) {
  const form = useForm<Values>({
    defaultValues: { phone_number_id: current, access_token: "", business_account_id: "" },
  });
  const { errors } = form.formState;
  const problem = useFormProblem(form.setError, ["phone_number_id", "access_token", "business_account_id"]);
  const connect = useConnect(problem.show, onClose);
  const submit = form.handleSubmit((values) => {
    problem.clear();
    connect.mutate(values);
  });
  const required = { validate: (text: string) => text.trim() !== "" || channels.required };
  return (
    <FormDialog
      title={channels.connect}
      description={channels.connectHelp}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={problem.wait > 0 ? channels.wait(problem.wait) : channels.connect}
      busy={connect.isPending}
      disabled={problem.wait > 0}
      actions={<Button onClick={onClose}>{channels.cancel}</Button>}
    >
      <TextField
        label={channels.numberId}
        help={channels.numberIdHelp}
        inputMode="numeric"
        autoComplete="off"
        error={errors.phone_number_id?.message}
        {...form.register("phone_number_id", required)}
      />
      <PasswordField
        label={channels.token}
        help={channels.tokenHelp}
        autoComplete="off"
        error={errors.access_token?.message}
        {...form.register("access_token", required)}
      />
      <TextField
        label={channels.accountId}
        optional
        help={channels.accountIdHelp}
        inputMode="numeric"
        autoComplete="off"
        error={errors.business_account_id?.message}
        {...form.register("business_account_id")}
      />
      {connect.isPending && <p role="status">{channels.asking}</p>}
    </FormDialog>
  );
}

function useConnect(onError: (error: unknown) => void, onDone: () => void) {
  const client = useQueryClient();
  const [key, setKey] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: ({ phone_number_id, access_token, business_account_id }: Values) => {
      const body = {
        phone_number_id: phone_number_id.trim(),
        access_token: access_token.trim(),
        business_account_id: business_account_id.trim() || null,
      };
      const headers = { ...idempotent(key), ...preferWait(WAIT_SECONDS) };
      return data(api.PUT("/v1/channels/whatsapp", { body, headers }));
    },
    onSuccess: ({ job }) => {
      void client.invalidateQueries({ queryKey: channelQuery.queryKey });
      if (job.state === "succeeded") toast(channels.claimed);
      // The page shows WhatsApp's rejection and the remedy.
      onDone();
    },
    onError: (error) => {
      onError(error);
      setKey(newIdempotencyKey());
    },
  });
}
