import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { toast } from "@/ui/toast";
import { grantsQuery } from "./queries";
import { templates } from "./strings";

interface Values {
  user: string;
  name: string;
  language: string;
}

/** Grants an account a template of the platform's number. For admins. */
export default function GrantDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  const form = useForm<Values>({ defaultValues: { user: "", name: "", language: "" } });
  const { errors } = form.formState;
  const problem = useFormProblem(form.setError, ["user", "name", "language"], {
    conflicts: { user_not_found: "user", template_grant_exists: "name" },
  });
  const grant = useMutation({
    mutationFn: ({ user, name, language }: Values) => {
      const body = { user: user.trim(), name: name.trim(), language: language.trim() || null };
      return data(api.POST("/v1/template-grants", { body, headers: idempotent(key) }));
    },
    onSuccess: (made) => {
      toast(templates.grantDone(made.name, made.user.username));
      onClose();
      void client.invalidateQueries({ queryKey: grantsQuery.queryKey });
    },
    onError: problem.show,
  });
  const submit = form.handleSubmit((values) => {
    problem.clear();
    grant.mutate(values);
  });
  const required = { validate: (text: string) => text.trim() !== "" || templates.required };
  const plain = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;
  return (
    <FormDialog
      title={templates.grant}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={problem.wait > 0 ? templates.wait(problem.wait) : templates.grant}
      busy={grant.isPending}
      disabled={problem.wait > 0}
      actions={<Button onClick={onClose}>{templates.cancel}</Button>}
    >
      <TextField
        label={templates.account}
        help={templates.accountHelp}
        error={errors.user?.message}
        {...plain}
        {...form.register("user", required)}
      />
      <TextField
        label={templates.template}
        help={templates.nameHelp}
        error={errors.name?.message}
        {...plain}
        {...form.register("name", required)}
      />
      <TextField
        label={templates.language}
        optional
        help={templates.languageOptional}
        error={errors.language?.message}
        {...plain}
        {...form.register("language")}
      />
    </FormDialog>
  );
}
