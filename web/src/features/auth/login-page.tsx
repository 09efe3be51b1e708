import { Link, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { knownPlatform } from "@/api/platform";
import { isProblem } from "@/api/problem";
import { logIn } from "@/api/session";
import { useCountdown } from "@/lib/use-countdown";
import { Button } from "@/ui/button";
import { PasswordField, TextField } from "@/ui/field";
import { FormError } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { CodeLogin } from "./code-login";
import { AuthHeading } from "./heading";
import { auth } from "./strings";

type Way = "password" | "code";

export function LoginPage() {
  const search = useSearch({ from: "/outside" });
  const [way, setWay] = useState<Way>("password");
  const codes = knownPlatform()?.one_time_codes ?? true;
  const tabs = [
    { value: "password", label: auth.byPassword },
    { value: "code", label: auth.byCode },
  ] as const;
  return (
    <>
      <AuthHeading title={auth.logIn}>
        {auth.noAccount}{" "}
        <Link to="/signup" search={search} className="link">
          {auth.signUp}
        </Link>
      </AuthHeading>
      {codes ? (
        <Tabs label={auth.ways} tabs={tabs} value={way} onChange={setWay}>
          {way === "password" ? <PasswordLogin /> : <CodeLogin />}
        </Tabs>
      ) : (
        <PasswordLogin />
      )}
    </>
  );
}

function PasswordLogin() {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [wait, startWait] = useCountdown();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await logIn(String(form.get("username")).trim(), String(form.get("password")));
    } catch (failure) {
      setBusy(false);
      if (isProblem(failure) && failure.status === 429) startWait(failure.retryAfter ?? 5);
      setError(loginError(failure));
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      <TextField
        label={auth.username}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField label={auth.password} name="password" autoComplete="current-password" required />
      {wait > 0 ? <FormError>{auth.waitFor(wait)}</FormError> : error && <FormError>{error}</FormError>}
      <Button type="submit" look="primary" busy={busy} disabled={wait > 0} className="w-full">
        {auth.logIn}
      </Button>
      <Link to="/forgot" className="link justify-self-center text-sm">
        {auth.forgot}
      </Link>
    </form>
  );
}

/** One sentence for all failed logins: it does not reveal which part was wrong. */
function loginError(failure: unknown): string | undefined {
  if (!isProblem(failure)) return String(failure);
  if (failure.status === 429) return undefined;
  return failure.code === "invalid_credentials" ? auth.wrongLogin : failure.message;
}
