import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { isProblem } from "@/api/problem";
import { useUser } from "@/app/use-session";
import { PasswordRules } from "@/features/auth/password-rules";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { PasswordField } from "@/ui/field";
import { Section } from "@/ui/section";
import { FormError } from "@/ui/states";
import { toast } from "@/ui/toast";
import { sessionsQuery } from "./queries";
import { settings } from "./strings";

interface Values {
  current_password: string;
  new_password: string;
}

export function PasswordPage() {
  const user = useUser();
  const client = useQueryClient();
  const form = useForm<Values>({ defaultValues: { current_password: "", new_password: "" } });
  const { errors } = form.formState;
  const problem = useFormProblem(form.setError, ["current_password", "new_password"]);
  const change = useMutation({
    mutationFn: (body: Values) => api.POST("/v1/auth/password/change", { body }),
    onSuccess: () => {
      form.reset();
      toast(settings.changed);
      void client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
    onError: (error) => {
      if (isProblem(error, "invalid_credentials")) {
        form.setError("current_password", { message: settings.currentWrong }, { shouldFocus: true });
      } else problem.show(error);
    },
  });
  const submit = form.handleSubmit((values) => {
    problem.clear();
    change.mutate(values);
  });
  const own = [user.username, user.email, user.mobile, user.first_name, user.last_name];
  return (
    <Section title={settings.password} hint={settings.passwordHint}>
      <form onSubmit={(event) => void submit(event)} className="grid max-w-md gap-5" noValidate>
        <input type="hidden" autoComplete="username" value={user.username} readOnly />
        <PasswordField
          label={settings.current}
          error={errors.current_password?.message}
          autoComplete="current-password"
          {...form.register("current_password", { required: settings.required })}
        />
        <PasswordField
          label={settings.next}
          error={errors.new_password?.message}
          help={
            <PasswordRules
              password={form.watch("new_password")}
              own={own.filter((field) => typeof field === "string")}
            />
          }
          autoComplete="new-password"
          {...form.register("new_password", { required: settings.required })}
        />
        {problem.formError && <FormError>{problem.formError}</FormError>}
        <div>
          <Button type="submit" look="primary" busy={change.isPending} disabled={problem.wait > 0}>
            {problem.wait > 0 ? settings.wait(problem.wait) : settings.change}
          </Button>
        </div>
      </form>
    </Section>
  );
}
