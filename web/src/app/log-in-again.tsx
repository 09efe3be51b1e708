import { type FormEvent, useState } from "react";
import { isProblem } from "@/api/problem";
import { logIn, logOut } from "@/api/session";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { PasswordField } from "@/ui/field";
import { FormError } from "@/ui/states";
import { app } from "./strings";
import { useUser } from "./use-session";

/** Asks for the password over the page whose session ended; the page keeps its input. */
export default function LogInAgain() {
  const user = useUser();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    setBusy(true);
    setError(undefined);
    try {
      await logIn(user.username, password);
    } catch (failure) {
      setError(isProblem(failure) ? failure.message : String(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      dismissable={false}
      onOpenChange={() => {}}
      title={app.expiredTitle}
      description={app.expired}
      actions={
        <>
          <Button look="quiet" onClick={() => void logOut()}>
            {app.asSomebodyElse}
          </Button>
          <Button look="primary" type="submit" form="log-in-again" busy={busy}>
            {app.logIn}
          </Button>
        </>
      }
    >
      <form id="log-in-again" onSubmit={(event) => void submit(event)} className="grid gap-4">
        <input type="hidden" name="username" autoComplete="username" value={user.username} readOnly />
        <PasswordField label={user.username} name="password" autoComplete="current-password" required />
        {error && <FormError>{error}</FormError>}
      </form>
    </Dialog>
  );
}
