import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { api, data } from "@/api/client";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { FormError } from "@/ui/states";
import { toast } from "@/ui/toast";
import type { Conversation } from "./model";
import { patchConversation } from "./queries";
import { chat } from "./strings";

export function AddMember({ conversation: { id } }: { conversation: Conversation }) {
  const client = useQueryClient();
  const form = useForm({ defaultValues: { user: "" } });
  const problem = useFormProblem(form.setError, ["user"]);
  const add = useMutation({
    mutationFn: (user: string) =>
      data(api.POST("/v1/conversations/{id}/members", { params: { path: { id } }, body: { user } })),
    onSuccess: (known, user) => {
      patchConversation(client, id, () => known);
      form.reset();
      toast(chat.added(user));
    },
    onError: problem.show,
  });
  const submit = form.handleSubmit(({ user }) => {
    problem.clear();
    if (user.trim() === "") form.setError("user", { message: chat.nobody }, { shouldFocus: true });
    else add.mutate(user.trim());
  });
  return (
    <OneField
      submit={submit}
      action={chat.add}
      busy={add.isPending}
      error={problem.formError}
      field={
        <TextField
          label={chat.addMember}
          placeholder={chat.username}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={form.formState.errors.user?.message}
          {...form.register("user")}
        />
      }
    />
  );
}

export function RenameGroup({ conversation: { id, name } }: { conversation: Conversation }) {
  const client = useQueryClient();
  const form = useForm({ defaultValues: { name: name ?? "" } });
  const problem = useFormProblem(form.setError, ["name"]);
  const rename = useMutation({
    mutationFn: (next: string) =>
      data(api.PATCH("/v1/conversations/{id}", { params: { path: { id } }, body: { name: next } })),
    onSuccess: (known) => {
      patchConversation(client, id, () => known);
      toast(chat.renamed);
    },
    onError: problem.show,
  });
  const submit = form.handleSubmit((values) => {
    problem.clear();
    rename.mutate(values.name.trim());
  });
  return (
    <OneField
      submit={submit}
      action={chat.rename}
      busy={rename.isPending}
      error={problem.formError}
      field={
        <TextField
          label={chat.groupName}
          maxLength={100}
          autoComplete="off"
          error={form.formState.errors.name?.message}
          {...form.register("name")}
        />
      }
    />
  );
}

interface OneFieldProps {
  submit: () => Promise<void>;
  field: ReactNode;
  action: string;
  busy: boolean;
  error: string | undefined;
}

function OneField({ submit, field, action, busy, error }: OneFieldProps) {
  return (
    <form
      noValidate
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
        {field}
        <Button type="submit" busy={busy} className="mt-6.5 self-start">
          {action}
        </Button>
      </div>
      {error && <FormError>{error}</FormError>}
    </form>
  );
}
