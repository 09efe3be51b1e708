import type { FormEvent, ReactNode } from "react";
import { useId } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormError } from "./states";

interface Props {
  title: string;
  description?: ReactNode;
  onSubmit: (event: FormEvent) => Promise<void>;
  onClose: () => void;
  /** An error that belongs to no field. */
  error: string | undefined;
  submit: string;
  busy: boolean;
  disabled?: boolean;
  wide?: boolean;
  /** Buttons before the submit button. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A dialog with a form: fields, its error, and the submit button. */
export function FormDialog({
  title,
  description,
  onSubmit,
  onClose,
  error,
  actions,
  children,
  ...rest
}: Props) {
  const id = useId();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      {...(rest.wide ? { wide: true } : {})}
      description={description}
      actions={
        <>
          {actions}
          <Button look="primary" type="submit" form={id} busy={rest.busy} disabled={rest.disabled}>
            {rest.submit}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={(event) => void onSubmit(event)} className="grid gap-4" noValidate>
        {children}
        {error && <FormError>{error}</FormError>}
      </form>
    </Dialog>
  );
}
