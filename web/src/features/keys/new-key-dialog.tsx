import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { Select } from "@/ui/select";
import { type CreatedKey, KeyCreated } from "./key-created";
import { keysQuery, SCOPES, type Scope } from "./queries";
import { keys } from "./strings";

interface Values {
  name: string;
  scopes: Scope[];
  /** Days; "0" means never. */
  expiry: string;
}

const DAY_MS = 86_400_000;
// The list's order, which an object with numeric keys does not keep.
const EXPIRIES = [30, 90, 365, 0] as const;

/** Creates a key, and shows its secret, which is available only now. */
export default function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [created, setCreated] = useState<CreatedKey>();
  const [key] = useState(newIdempotencyKey);
  const form = useForm<Values>({ defaultValues: { name: "", scopes: ["read", "send"], expiry: "90" } });
  const problem = useFormProblem(form.setError, ["name", "scopes"]);
  const create = useMutation({
    mutationFn: ({ name, scopes, expiry }: Values) => {
      const days = Number(expiry);
      const expires_at = days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : null;
      const body = { name: name.trim(), scopes, expires_at };
      return data(api.POST("/v1/api-keys", { body, headers: idempotent(key) }));
    },
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: keysQuery.queryKey });
      // A repeated request returns no secret: none is stored.
      if (answer.key) setCreated(answer);
      else problem.show(new Error(keys.lost));
    },
    onError: problem.show,
  });
  if (created) return <KeyCreated created={created} onClose={onClose} />;
  const submit = form.handleSubmit((values) => {
    problem.clear();
    create.mutate(values);
  });
  return (
    <FormDialog
      wide
      title={keys.create}
      description={keys.scopesHelp}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={problem.wait > 0 ? keys.wait(problem.wait) : keys.create}
      busy={create.isPending}
      disabled={problem.wait > 0}
      actions={<Button onClick={onClose}>{keys.cancel}</Button>}
    >
      <TextField
        label={keys.name}
        placeholder={keys.namePlaceholder}
        help={keys.nameHelp}
        autoComplete="off"
        error={form.formState.errors.name?.message}
        {...form.register("name", { validate: (name) => name.trim() !== "" || keys.nameRequired })}
      />
      <Scopes form={form} />
      <Select
        label={keys.expiry}
        options={EXPIRIES.map((days) => ({ value: String(days), label: keys.expiries[days] }))}
        {...form.register("expiry")}
      />
    </FormDialog>
  );
}

function Scopes({ form }: { form: UseFormReturn<Values> }) {
  const id = useId();
  const error = form.formState.errors.scopes?.message;
  return (
    <fieldset className="grid gap-2.5" aria-describedby={error && `${id}-error`}>
      <legend className="mb-1.5 text-sm font-medium">{keys.scopes}</legend>
      {SCOPES.map((scope) => (
        <label key={scope} className="flex cursor-pointer items-start gap-3 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            value={scope}
            className="mt-0.75 size-4 shrink-0 accent-accent pointer-coarse:size-5"
            {...form.register("scopes", { validate: (all) => all.length > 0 || keys.scopesRequired })}
          />
          <span className="grid">
            <span className="font-medium">{keys.scope[scope].label}</span>
            <span className="text-sm text-muted">{keys.scope[scope].help}</span>
          </span>
        </label>
      ))}
      {error && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
