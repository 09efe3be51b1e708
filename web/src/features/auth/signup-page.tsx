import { Link, useSearch } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { api, idempotent, newIdempotencyKey } from "@/api/client";
import { knownPlatform } from "@/api/platform";
import { logIn } from "@/api/session";
import { toE164 } from "@/lib/mobile";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button } from "@/ui/button";
import { PasswordField, TextField } from "@/ui/field";
import { FormError } from "@/ui/states";
import { AuthHeading } from "./heading";
import { PasswordRules } from "./password-rules";
import { auth } from "./strings";

interface Values {
  username: string;
  password: string;
  email: string;
  mobile: string;
}

// The server's texts address programs.
const plain = { mobile: auth.mobileInvalid };
const conflicts = { username_taken: "username", email_taken: "email", mobile_taken: "mobile" } as const;

export function SignupPage() {
  const search = useSearch({ from: "/outside" });
  const offer = knownPlatform()?.signup;
  const credits = offer?.credits ?? 0;
  const form = useForm<Values>({ defaultValues: { username: "", password: "", email: "", mobile: "" } });
  const { errors, isSubmitting } = form.formState;
  const problem = useFormProblem(form.setError, ["username", "password", "email", "mobile"], {
    conflicts,
    plain,
  });
  const [username, password, email, mobile] = form.watch(["username", "password", "email", "mobile"]);
  const submit = form.handleSubmit(async (values) => {
    problem.clear();
    try {
      await api.POST("/v1/auth/signup", {
        // A changed form is another request, so each attempt has its own key; the button prevents a double press.
        headers: idempotent(newIdempotencyKey()),
        body: {
          username: values.username.trim(),
          password: values.password,
          email: values.email.trim() || null,
          mobile: toE164(values.mobile) || null,
        },
      });
      await logIn(values.username.trim(), values.password);
    } catch (error) {
      problem.show(error);
    }
  });
  return (
    <>
      <AuthHeading title={auth.signUp}>
        {auth.haveAccount}{" "}
        <Link to="/login" search={search} className="link">
          {auth.logIn}
        </Link>
      </AuthHeading>
      {offer?.open === false && <FormError>{auth.signupClosed}</FormError>}
      <form
        onSubmit={(event) => void submit(event)}
        className="grid gap-5"
        hidden={offer?.open === false}
        noValidate
      >
        <TextField
          label={auth.username}
          help={auth.usernameHelp}
          error={errors.username?.message}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...form.register("username", { required: auth.required })}
        />
        <PasswordField
          label={auth.password}
          error={errors.password?.message}
          help={<PasswordRules password={password} own={[username, email, mobile]} />}
          autoComplete="new-password"
          {...form.register("password", { required: auth.required })}
        />
        <TextField
          label={auth.email}
          optional
          error={errors.email?.message}
          type="email"
          autoComplete="email"
          {...form.register("email")}
        />
        <TextField
          label={auth.mobile}
          optional
          help={errors.mobile ? undefined : auth.mobileHelp}
          error={errors.mobile?.message}
          type="tel"
          autoComplete="tel"
          {...form.register("mobile")}
        />
        {problem.wait > 0 ? (
          <FormError>{auth.waitFor(problem.wait)}</FormError>
        ) : (
          problem.formError && <FormError>{problem.formError}</FormError>
        )}
        <Button
          type="submit"
          look="primary"
          busy={isSubmitting}
          disabled={problem.wait > 0}
          className="w-full"
        >
          {auth.signUpButton}
        </Button>
        {credits > 0 && <p className="text-center text-sm text-muted">{auth.signUpHint(credits)}</p>}
      </form>
    </>
  );
}
