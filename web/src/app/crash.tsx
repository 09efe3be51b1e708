import type { ErrorComponentProps } from "@tanstack/react-router";
import { isProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { app } from "./strings";

/** Shown for a page that could not be loaded or rendered. */
export function Crash({ error }: ErrorComponentProps) {
  const problem = isProblem(error);
  return (
    <main className="grid min-h-[60dvh] place-items-center px-6">
      <div role="alert" className="grid max-w-md justify-items-center gap-3 text-center">
        <h1 className="text-xl">{app.crashTitle}</h1>
        <p className="text-muted">{problem ? error.message : app.crash}</p>
        <Button look="primary" onClick={() => location.reload()}>
          {app.reload}
        </Button>
      </div>
    </main>
  );
}
