import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  /** No padding: for tables, which reach the edges. */
  flush?: boolean;
  children: ReactNode;
}

/** A card with a heading. */
export function Section({ title, hint, actions, flush, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="card overflow-hidden">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3 px-4 pt-4 sm:px-5">
        <div className="grid gap-0.5">
          <h2 id={id} className="text-lg">
            {title}
          </h2>
          {hint && <p className="text-sm text-muted">{hint}</p>}
        </div>
        {actions}
      </div>
      <div className={flush ? "pt-2" : "px-4 pt-4 pb-5 sm:px-5"}>{children}</div>
    </section>
  );
}
