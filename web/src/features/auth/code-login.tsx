import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { isProblem } from "@/api/problem";
import { logInByCode } from "@/api/session";
import { isE164, toE164 } from "@/lib/mobile";
import { useCountdown } from "@/lib/use-countdown";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { OtpInput } from "@/ui/otp-input";
import { FormError } from "@/ui/states";
import { auth } from "./strings";

/** Seconds until a new code can be requested: the first one needs a moment to arrive. */
const RESEND_S = 30;

export function useCodeRequest(path: "/v1/auth/otp" | "/v1/auth/password/forgot") {
  const [mobile, setMobile] = useState<string>();
  const [error, setError] = useState<string>();
  const [fieldError, setFieldError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [wait, startWait] = useCountdown();
  const send = async (text: string) => {
    const number = toE164(text);
    setError(undefined);
    setFieldError(isE164(number) ? undefined : auth.mobileInvalid);
    if (!isE164(number) || busy) return;
    setBusy(true);
    try {
      await api.POST(path, { body: { mobile: number } });
      setMobile(number);
      startWait(RESEND_S);
    } catch (failure) {
      if (isProblem(failure) && failure.status === 429) startWait(failure.retryAfter ?? RESEND_S);
      if (isProblem(failure) && failure.field("mobile")) setFieldError(auth.mobileInvalid);
      else setError(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setBusy(false);
    }
  };
  const reset = () => {
    setMobile(undefined);
    setError(undefined);
  };
  return { mobile, error, fieldError, busy, wait, send, reset };
}

export type CodeRequest = ReturnType<typeof useCodeRequest>;

/** The first step: the number. */
export function NumberForm({ request }: { request: CodeRequest }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void request.send(String(new FormData(event.currentTarget).get("mobile")));
  };
  return (
    <form onSubmit={submit} className="grid gap-5" noValidate>
      <TextField
        label={auth.mobile}
        help={auth.mobileHelp}
        error={request.fieldError}
        name="mobile"
        type="tel"
        autoComplete="tel"
        inputMode="tel"
      />
      {request.error && <FormError>{request.error}</FormError>}
      <Button
        type="submit"
        look="primary"
        busy={request.busy}
        disabled={request.error !== undefined && request.wait > 0}
        className="w-full"
      >
        {request.error !== undefined && request.wait > 0 ? auth.resendIn(request.wait) : auth.sendCode}
      </Button>
    </form>
  );
}

/** Shown below the boxes of the code. */
export function CodeActions({ request }: { request: CodeRequest }) {
  return (
    <div className="flex flex-wrap justify-between gap-2 text-sm">
      <Button size="sm" look="quiet" className="-ml-3" onClick={request.reset}>
        {auth.changeNumber}
      </Button>
      <Button
        size="sm"
        look="quiet"
        className="-mr-3"
        busy={request.busy}
        disabled={request.wait > 0}
        onClick={() => void request.send(request.mobile ?? "")}
      >
        {request.wait > 0 ? auth.resendIn(request.wait) : auth.resend}
      </Button>
    </div>
  );
}

export function CodeLogin() {
  const request = useCodeRequest("/v1/auth/otp");
  return request.mobile ? (
    <CodeForm request={request} mobile={request.mobile} />
  ) : (
    <NumberForm request={request} />
  );
}

function CodeForm({ request, mobile }: { request: CodeRequest; mobile: string }) {
  const [code, setCode] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const verify = async (digits: string) => {
    if (busy) return;
    if (digits.length < 6) return setError(auth.codeIncomplete);
    setBusy(true);
    setError(undefined);
    try {
      await logInByCode(mobile, digits);
    } catch (failure) {
      setBusy(false);
      setCode("");
      const wrong = isProblem(failure, "invalid_code");
      setError(wrong ? auth.codeWrong : failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void verify(code);
      }}
      className="grid gap-5"
    >
      <p className="text-muted">{auth.codeSent(mobile)}</p>
      <OtpInput
        label={auth.code}
        error={error}
        value={code}
        onChange={setCode}
        onComplete={(digits) => void verify(digits)}
        autoFocus
      />
      {request.error && <FormError>{request.error}</FormError>}
      <Button type="submit" look="primary" busy={busy} className="w-full">
        {auth.logIn}
      </Button>
      <CodeActions request={request} />
    </form>
  );
}
