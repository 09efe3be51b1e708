import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import type { components } from "@/api/schema";
import { formatNumber } from "@/lib/format";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { Field, TextField } from "@/ui/field";
import { Select } from "@/ui/select";
import { FormError } from "@/ui/states";
import { toast } from "@/ui/toast";
import { Preview } from "./preview";
import { type Template, templateQuery } from "./queries";
import { templates } from "./strings";

interface Values {
  name: string;
  language: string;
  category: Template["category"];
  header: NonNullable<Template["header"]> | "none";
  body: string;
  buttons: string;
}

const MOST_CHARACTERS = 1024;

const optionsOf = <T extends string>(labels: Record<T, string>) =>
  Object.entries<string>(labels).map(([value, label]) => ({ value, label }));

const valuesOf = (template: Template | undefined): Values => ({
  name: template?.name ?? "",
  language: template?.language ?? "en_US",
  category: template?.category ?? "utility",
  header: template?.header ?? "none",
  body: template?.body ?? "",
  buttons: String(template?.buttons ?? 0),
});

function bodyOf({ name, language, header, buttons, ...rest }: Values): components["schemas"]["NewTemplate"] {
  return {
    ...rest,
    name: name.trim(),
    language: language.trim(),
    header: header === "none" ? null : header,
    buttons: Number(buttons),
  };
}

/** Creates or replaces a template, with a preview beside it. */
export function Editor({ template }: { template: Template | undefined }) {
  const form = useForm<Values>({ values: valuesOf(template), resetOptions: { keepDirtyValues: true } });
  const problem = useFormProblem(
    form.setError,
    ["name", "language", "category", "header", "body", "buttons"],
    {
      conflicts: { template_exists: "name" },
    },
  );
  const save = useSave(template, problem.show);
  const [body, header, buttons] = form.watch(["body", "header", "buttons"]);
  const submit = form.handleSubmit((values) => {
    problem.clear();
    save.mutate(values);
  });
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <form
        onSubmit={(event) => void submit(event)}
        className="card grid grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-5"
        noValidate
      >
        <Fields form={form} />
        {problem.formError && <FormError>{problem.formError}</FormError>}
        <div className="flex flex-wrap items-center gap-3">
          <Button
            type="submit"
            look="primary"
            busy={save.isPending}
            disabled={problem.wait > 0 || (template !== undefined && !form.formState.isDirty)}
          >
            {problem.wait > 0 ? templates.wait(problem.wait) : templates.save}
          </Button>
          {template && <p className="text-sm text-muted">{templates.savedHint}</p>}
        </div>
      </form>
      <Preview body={body} header={header === "none" ? null : header} buttons={Number(buttons) || 0} />
    </div>
  );
}

function useSave(template: Template | undefined, onError: (error: unknown) => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: (values: Values) => {
      const body = bodyOf(values);
      return template
        ? data(api.PUT("/v1/templates/{id}", { params: { path: { id: template.id } }, body }))
        : data(api.POST("/v1/templates", { body, headers: idempotent(key) }));
    },
    onSuccess: (saved) => {
      client.setQueryData(templateQuery(saved.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["templates"] });
      toast(template ? templates.saved : templates.created);
      if (!template) void navigate({ to: "/templates", search: {} });
    },
    onError,
  });
}

function Fields({ form }: { form: UseFormReturn<Values> }) {
  const { errors } = form.formState;
  const required = { validate: (text: string) => text.trim() !== "" || templates.required };
  const length = [...form.watch("body")].length;
  return (
    <>
      <div className="grid items-start gap-5 sm:grid-cols-[minmax(0,1fr)_9rem]">
        <TextField
          label={templates.name}
          help={templates.nameHelp}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.name?.message}
          {...form.register("name", required)}
        />
        <TextField
          label={templates.language}
          help={templates.languageHelp}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.language?.message}
          {...form.register("language", required)}
        />
      </div>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Select
          label={templates.category}
          options={optionsOf(templates.categories)}
          error={errors.category?.message}
          {...form.register("category")}
        />
        <Select
          label={templates.header}
          options={optionsOf(templates.headers)}
          error={errors.header?.message}
          {...form.register("header")}
        />
      </div>
      <Field
        label={templates.body}
        error={errors.body?.message}
        help={templates.bodyHelp(formatNumber(length), formatNumber(MOST_CHARACTERS))}
      >
        {(control) => (
          <textarea
            {...control}
            rows={6}
            className="input field-sizing-content max-h-96 min-h-36 resize-y"
            {...form.register("body", required)}
          />
        )}
      </Field>
      <TextField
        label={templates.buttons}
        help={templates.buttonsHelp}
        inputMode="numeric"
        autoComplete="off"
        className="max-w-xs"
        error={errors.buttons?.message}
        {...form.register("buttons", {
          validate: (text) => /^\d{1,2}$/.test(text.trim()) || templates.buttonsInvalid,
        })}
      />
    </>
  );
}
