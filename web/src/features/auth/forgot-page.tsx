import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { isProblem } from "@/api/problem";
import { useFormProblem } from "@/lib/use-form-problem";
import { Button, buttonClass } from "@/ui/button";
import { PasswordField } from "@/ui/field";
import { OtpInput } from "@/ui/otp-input";
import { FormError } from "@/ui/states";
import { CodeActions, type CodeRequest, NumberForm, useCodeRequest } from "./code-login";
import { AuthHeading } from "./heading";
import { PasswordRules } from "./password-rules";
import { auth } from "./strings";

export function ForgotPage() {
  const request = useCodeRequest("/v1/auth/password/forgot");
  const [done, setDone] = useState(false);
  if (done) {
    return (
      <>
        <AuthHeading title={auth.resetDone}>{auth.resetDoneHint}</AuthHeading>
        <Link to="/login" className={buttonClass("primary")}>
          {auth.logIn}
        </Link>
      </>
    );
  }
  return (
    <>
      <AuthHeading title={auth.forgotTitle}>
        {request.mobile ? auth.codeSent(request.mobile) : auth.forgotHint}
      </AuthHeading>
      {request.mobile ? (
        <ResetForm request={request} mobile={request.mobile} onDone={() => setDone(true)} />
      ) : (
        <NumberForm request={request} />
      )}
      <Link to="/login" className="link mt-6 justify-self-center text-sm">
        {auth.backToLogin}
      </Link>
    </>
  );
}

interface Values {
  code: string;
  new_password: string;
}

function ResetForm({
  request,
  mobile,
  onDone,
}: {
  request: CodeRequest;
  mobile: string;
  onDone: () => void;
}) {
  const form = useForm<Values>({ defaultValues: { code: "", new_password: "" } });
  const { errors, isSubmitting } = form.formState;
  const problem = useFormProblem(form.setError, ["code", "new_password"]);
  const [code, password] = form.watch(["code", "new_password"]);
  const submit = form.handleSubmit(async (values) => {
    problem.clear();
    if (values.code.length < 6) return form.setError("code", { message: auth.codeIncomplete });
    try {
      await api.POST("/v1/auth/password/reset", { body: { mobile, ...values } });
      onDone();
    } catch (error) {
      if (isProblem(error, "invalid_code")) form.setError("code", { message: auth.codeWrong });
      else problem.show(error);
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5" noValidate>
      <OtpInput
        label={auth.code}
        error={errors.code?.message}
        value={code}
        onChange={(value) => {
          form.clearErrors("code");
          form.setValue("code", value);
        }}
        onComplete={() => form.setFocus("new_password")}
        autoFocus
      />
      <PasswordField
        label={auth.newPassword}
        error={errors.new_password?.message}
        help={<PasswordRules password={password} own={[mobile]} />}
        autoComplete="new-password"
        {...form.register("new_password", { required: auth.required })}
      />
      {(problem.formError || request.error) && <FormError>{problem.formError ?? request.error}</FormError>}
      <Button type="submit" look="primary" busy={isSubmitting} disabled={problem.wait > 0} className="w-full">
        {problem.wait > 0 ? auth.waitFor(problem.wait) : auth.setPassword}
      </Button>
      <CodeActions request={request} />
    </form>
  );
}
