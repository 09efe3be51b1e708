import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api, data, idempotent, newIdempotencyKey } from "@/api/client";
import { toE164 } from "@/lib/mobile";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { PasswordField, TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { toast } from "@/ui/toast";
import { clients } from "./strings";

interface Values {
  username: string;
  password: string;
  business_name: string;
  email: string;
  mobile: string;
}

const empty: Values = { username: "", password: "", business_name: "", email: "", mobile: "" };

/** Creates a business owner without credits, and opens its page. */
export default function NewClientDialog({ reseller, onClose }: { reseller: string; onClose: () => void }) {
  const form = useForm<Values>({ defaultValues: empty });
  const { errors } = form.formState;
  const problem = useFormProblem(form.setError, ["username", "password", "email", "mobile"], {
    conflicts: { username_taken: "username", email_taken: "email", mobile_taken: "mobile" },
  });
  const create = useCreate(reseller, problem.show);
  const submit = form.handleSubmit((values) => {
    problem.clear();
    create.mutate(values);
  });
  const plain = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;
  return (
    <FormDialog
      wide
      title={clients.create}
      description={clients.createHelp}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={problem.wait > 0 ? clients.wait(problem.wait) : clients.create}
      busy={create.isPending}
      disabled={problem.wait > 0}
      actions={<Button onClick={onClose}>{clients.cancel}</Button>}
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label={clients.username}
          help={clients.usernameHelp}
          error={errors.username?.message}
          {...plain}
          {...form.register("username", { validate: (text) => text.trim() !== "" || clients.required })}
        />
        <PasswordField
          label={clients.password}
          help={clients.passwordHelp}
          autoComplete="new-password"
          error={errors.password?.message}
          {...form.register("password", { required: clients.required })}
        />
        <TextField
          label={clients.businessName}
          optional
          autoComplete="off"
          {...form.register("business_name")}
        />
        <TextField
          label={clients.email}
          optional
          type="email"
          error={errors.email?.message}
          {...plain}
          {...form.register("email")}
        />
        <TextField
          label={clients.mobile}
          optional
          type="tel"
          help={clients.mobileHelp}
          error={errors.mobile?.message}
          {...plain}
          {...form.register("mobile")}
        />
      </div>
    </FormDialog>
  );
}

function useCreate(reseller: string, onError: (error: unknown) => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { reseller: named } = useSearch({ strict: false });
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: ({ username, password, business_name, email, mobile }: Values) => {
      const body = {
        username: username.trim(),
        password,
        email: email.trim() || null,
        mobile: mobile.trim() ? toE164(mobile) : null,
        profile: business_name.trim() ? { business_name: business_name.trim() } : null,
      };
      const params = { path: { id: reseller } };
      return data(api.POST("/v1/resellers/{id}/business-owners", { params, body, headers: idempotent(key) }));
    },
    onSuccess: ({ id, username }) => {
      toast(clients.created(username));
      void client.invalidateQueries({ queryKey: ["clients"] });
      void navigate({ to: "/clients/$id", params: { id }, search: { reseller: named } });
    },
    onError,
  });
}
