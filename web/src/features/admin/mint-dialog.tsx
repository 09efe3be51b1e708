import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { isProblem, type Problem } from "@/api/problem";
import { sentence } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { toast } from "@/ui/toast";
import { mint } from "./strings";

interface Props {
  /** The account that receives them; without one the form asks for it. */
  username?: string;
  onClose: () => void;
}

type Field = "user" | "credits" | "note" | "confirm";
type Values = Record<Field, string>;
type Errors = Partial<Values>;

/** Creates credits: with a reason, and the number typed twice, since nothing takes them back. */
export default function MintDialog({ username, onClose }: Props) {
  const [values, setValues] = useState<Values>({ user: username ?? "", credits: "", note: "", confirm: "" });
  const [errors, setErrors] = useState<Errors>({});
  const create = useMint(onClose);
  const problem = isProblem(create.error) ? create.error : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = errorsOf(values);
    setErrors(found);
    const [first] = Object.keys(found);
    if (first)
      (event.currentTarget as HTMLFormElement).querySelector<HTMLElement>(`[name=${first}]`)?.focus();
    else create.mutate(values);
  };
  const field = (name: Field) => ({
    name,
    value: values[name],
    autoComplete: "off",
    error: errors[name] ?? (blamed(problem, name) || undefined),
    onChange: ({ target }: { target: { value: string } }) => setValues({ ...values, [name]: target.value }),
  });
  const isBlamed =
    problem && (blamed(problem, "user") || blamed(problem, "credits") || blamed(problem, "note"));
  return (
    <FormDialog
      title={username ? mint.titleFor(username) : mint.title}
      description={mint.description}
      onSubmit={submit}
      onClose={onClose}
      error={create.error && !isBlamed ? create.error.message : undefined}
      submit={mint.submit}
      busy={create.isPending}
      actions={<Button onClick={onClose}>{mint.cancel}</Button>}
    >
      {!username && (
        <TextField
          label={mint.user}
          help={mint.userHelp}
          autoCapitalize="none"
          spellCheck={false}
          {...field("user")}
        />
      )}
      <TextField label={mint.credits} inputMode="numeric" {...field("credits")} />
      <TextField label={mint.reason} help={mint.reasonHelp} maxLength={200} {...field("note")} />
      <TextField label={mint.confirm} inputMode="numeric" {...field("confirm")} />
    </FormDialog>
  );
}

/** What the server says of a field; of an unknown user it says so by a code. */
function blamed(problem: Problem | undefined, field: string): string {
  const message = problem?.field(field) ?? "";
  if (!message && field === "user" && problem?.code === "user_not_found") return problem.message;
  return message && sentence(message);
}

function errorsOf({ user, credits, note, confirm }: Values): Errors {
  const errors: Errors = {};
  if (!user.trim()) errors.user = mint.required;
  if (!/^[1-9]\d{0,11}$/.test(credits.trim())) errors.credits = mint.invalid;
  if (!note.trim()) errors.note = mint.required;
  if (confirm.trim() !== credits.trim()) errors.confirm = mint.mismatch;
  return errors;
}

function useMint(onDone: () => void) {
  const cache = useQueryClient();
  // One key for the dialog: after a lost answer it mints once.
  const [key, setKey] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: ({ user, credits, note }: Values) => {
      const body = { user: user.trim(), credits: Number(credits.trim()), note: note.trim() };
      return data(api.POST("/v1/credits/mint", { body, headers: idempotent(key) }));
    },
    onSuccess: (_, { credits }) => {
      toast(mint.done(Number(credits)));
      for (const queryKey of [["credits"], ["ledger"], ["audit"], ["users"]]) {
        void cache.invalidateQueries({ queryKey });
      }
      onDone();
    },
    // A request that was refused is another one with its next values.
    onError: (error) => {
      if (isProblem(error) && !error.retryable) setKey(newIdempotencyKey());
    },
  });
}
