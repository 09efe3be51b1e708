import { Button } from "@/ui/button";
import { home } from "./strings";

/** An error in a card that keeps its height. */
export function SmallError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div role="alert" className="grid justify-items-start gap-2">
      <p className="line-clamp-2 text-danger">{error instanceof Error ? error.message : String(error)}</p>
      <Button size="sm" onClick={onRetry}>
        {home.retry}
      </Button>
    </div>
  );
}
