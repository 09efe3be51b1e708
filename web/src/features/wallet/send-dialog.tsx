import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { isProblem } from "@/api/problem";
import { useUser } from "@/app/use-session";
import { formatMoney } from "@/lib/format";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { Detail } from "@/ui/detail";
import { TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { toast } from "@/ui/toast";
import { amountOf } from "./amount";
import { platformQuery, walletQuery } from "./queries";
import { wallet } from "./strings";

interface Values {
  receiver: string;
  amount: string;
  note: string;
}

/** The transfer to send after confirmation. */
interface Wanted {
  receiver: { id: string; username: string };
  amount: string;
  note: string;
}

/** Sends money in two steps: recipient and amount, then a confirmation. */
export default function SendDialog({ onClose }: { onClose: () => void }) {
  const form = useForm<Values>({ defaultValues: { receiver: "", amount: "", note: "" } });
  const [wanted, setWanted] = useState<Wanted>();
  const own = useQuery(walletQuery).data;
  const platform = useQuery(platformQuery).data;
  const currency = own?.currency ?? platform?.currency ?? "USD";
  return wanted ? (
    <Confirm wanted={wanted} currency={currency} onBack={() => setWanted(undefined)} onClose={onClose} />
  ) : (
    <Ask form={form} currency={currency} onNext={setWanted} onClose={onClose} />
  );
}

interface AskProps {
  form: UseFormReturn<Values>;
  currency: string;
  onNext: (wanted: Wanted) => void;
  onClose: () => void;
}

function Ask({ form, currency, onNext, onClose }: AskProps) {
  const user = useUser();
  const limits = useQuery(platformQuery).data?.limits;
  const problem = useFormProblem(form.setError, ["receiver"]);
  const { errors } = form.formState;
  const find = useMutation({
    mutationFn: async ({ receiver, amount, note }: Values): Promise<Wanted> => {
      const query = { username: receiver.trim() };
      const found = await data(api.GET("/v1/users/lookup", { params: { query } }));
      return { receiver: found, amount: amountOf(amount) ?? "", note: note.trim() };
    },
    onSuccess: (found) => {
      if (found.receiver.id !== user.id) onNext(found);
      else form.setError("receiver", { message: wallet.toYourself }, { shouldFocus: true });
    },
    onError: (error, { receiver }) => {
      if (!isProblem(error, "not_found")) return problem.show(error);
      const message = wallet.receiverUnknown(receiver.trim());
      form.setError("receiver", { message }, { shouldFocus: true });
    },
  });
  const submit = form.handleSubmit((values) => {
    problem.clear();
    find.mutate(values);
  });
  const money = (amount: string) => formatMoney(amount, currency);
  return (
    <FormDialog
      title={wallet.send}
      description={wallet.sendHelp}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={problem.wait > 0 ? wallet.wait(problem.wait) : wallet.next}
      busy={find.isPending}
      disabled={problem.wait > 0}
      actions={<Button onClick={onClose}>{wallet.cancel}</Button>}
    >
      <TextField
        label={wallet.receiver}
        help={wallet.receiverHelp}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.receiver?.message}
        {...form.register("receiver", { validate: (name) => name.trim() !== "" || wallet.receiverRequired })}
      />
      <TextField
        label={wallet.amountLabel(currency)}
        inputMode="decimal"
        autoComplete="off"
        error={errors.amount?.message}
        help={limits && wallet.amountHelp(money(limits.transfer), money(limits.transfer_daily))}
        {...form.register("amount", {
          validate: (text) => amountOf(text) !== undefined || wallet.amountInvalid,
        })}
      />
      <TextField
        label={wallet.noteLabel}
        optional
        help={wallet.noteHelp}
        autoComplete="off"
        {...form.register("note")}
      />
    </FormDialog>
  );
}

interface ConfirmProps {
  wanted: Wanted;
  currency: string;
  onBack: () => void;
  onClose: () => void;
}

function Confirm({ wanted: { receiver, amount, note }, currency, onBack, onClose }: ConfirmProps) {
  const client = useQueryClient();
  // One key per confirmation: repeated after a lost response, the money moves once.
  const [key] = useState(newIdempotencyKey);
  const money = formatMoney(amount, currency);
  const send = useMutation({
    mutationFn: () => {
      const body = { receiver: receiver.id, amount, note: note || null };
      return data(api.POST("/v1/transfers", { body, headers: idempotent(key) }));
    },
    onSuccess: () => {
      toast(wallet.sent(money, receiver.username));
      onClose();
      void client.invalidateQueries({ queryKey: ["wallet"] });
    },
  });
  const error = isProblem(send.error, "offline") ? wallet.lost : send.error?.message;
  return (
    <FormDialog
      title={wallet.confirmTitle}
      description={wallet.sendHelp}
      onSubmit={async (event) => {
        event.preventDefault();
        send.mutate();
      }}
      onClose={onClose}
      error={error}
      submit={wallet.confirm(money)}
      busy={send.isPending}
      actions={<Button onClick={onBack}>{wallet.change}</Button>}
    >
      <dl className="grid gap-3">
        <Detail label={wallet.receiver}>
          <span className="text-lg font-semibold">{receiver.username}</span>
        </Detail>
        <Detail label={wallet.amount}>
          <span className="text-lg font-semibold tabular-nums">{money}</span>
        </Detail>
        {note && <Detail label={wallet.note}>{note}</Detail>}
      </dl>
    </FormDialog>
  );
}
