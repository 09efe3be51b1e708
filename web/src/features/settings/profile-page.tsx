import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { api, data } from "@/api/client";
import { updateUser } from "@/api/session";
import { app } from "@/app/strings";
import { formatDay } from "@/lib/format";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy";
import { TextField } from "@/ui/field";
import { Section } from "@/ui/section";
import { ErrorState, FormError, Skeleton } from "@/ui/states";
import { toast } from "@/ui/toast";
import { meQuery, type UserDetails } from "./queries";
import { settings } from "./strings";

export function ProfilePage() {
  const me = useQuery(meQuery);
  return (
    <Section title={settings.profile} hint={settings.profileHint}>
      {me.data ? (
        <ProfileForm me={me.data} />
      ) : me.error ? (
        <ErrorState error={me.error} onRetry={() => void me.refetch()} />
      ) : (
        <div className="grid gap-5">
          {["a", "b", "c", "d"].map((key) => (
            <Skeleton key={key} className="h-15" />
          ))}
        </div>
      )}
    </Section>
  );
}

interface Values {
  username: string;
  email: string;
  first_name: string;
  last_name: string;
}

const valuesOf = (me: UserDetails): Values => ({
  username: me.username,
  email: me.email ?? "",
  first_name: me.first_name ?? "",
  last_name: me.last_name ?? "",
});

function ProfileForm({ me }: { me: UserDetails }) {
  const client = useQueryClient();
  const form = useForm<Values>({ values: valuesOf(me), resetOptions: { keepDirtyValues: true } });
  const { errors, isDirty, dirtyFields } = form.formState;
  const problem = useFormProblem(form.setError, ["username", "email", "first_name", "last_name"], {
    conflicts: { username_taken: "username", email_taken: "email" },
  });
  const save = useMutation({
    mutationFn: (values: Values) => data(api.PATCH("/v1/me", { body: changes(values, dirtyFields) })),
    onSuccess: (next) => {
      client.setQueryData(meQuery.queryKey, next);
      updateUser(next);
      form.reset(valuesOf(next));
      toast(settings.saved);
    },
    onError: problem.show,
  });
  const submit = form.handleSubmit((values) => {
    problem.clear();
    save.mutate(values);
  });
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5" noValidate>
      <TextField
        label={settings.username}
        help={settings.usernameHelp}
        error={errors.username?.message}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...form.register("username", { required: settings.required })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={settings.firstName}
          error={errors.first_name?.message}
          autoComplete="given-name"
          {...form.register("first_name")}
        />
        <TextField
          label={settings.lastName}
          error={errors.last_name?.message}
          autoComplete="family-name"
          {...form.register("last_name")}
        />
      </div>
      <TextField
        label={settings.email}
        error={errors.email?.message}
        type="email"
        autoComplete="email"
        {...form.register("email")}
      />
      <TextField
        label={settings.mobile}
        help={settings.mobileHelp}
        value={me.mobile ?? settings.none}
        disabled
        readOnly
      />
      {problem.formError && <FormError>{problem.formError}</FormError>}
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" busy={save.isPending} disabled={!isDirty || problem.wait > 0}>
          {settings.save}
        </Button>
      </div>
      <dl className="grid gap-x-6 gap-y-3 border-t border-line pt-4 text-sm sm:grid-cols-3">
        <Fact label={settings.role}>{app.roles[me.role]}</Fact>
        <Fact label={settings.memberSince}>{formatDay(me.created_at)}</Fact>
        <Fact label={settings.userId}>
          <span className="-my-1.5 flex items-center pointer-coarse:-my-3">
            <code className="truncate font-mono text-xs">{me.id}</code>
            <CopyButton text={me.id} label={settings.copyId} />
          </span>
        </Fact>
      </dl>
    </form>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/**
 * Only changed fields, so that a change in another tab is not undone. An empty one is null, which removes the field.
 */
function changes(values: Values, dirty: Partial<Record<keyof Values, boolean>>) {
  return {
    ...(dirty.username && { username: values.username.trim() }),
    ...(dirty.email && { email: values.email.trim() || null }),
    ...(dirty.first_name && { first_name: values.first_name.trim() || null }),
    ...(dirty.last_name && { last_name: values.last_name.trim() || null }),
  };
}
