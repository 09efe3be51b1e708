import Inbox from "lucide-react/icons/inbox";
import TriangleAlert from "lucide-react/icons/triangle-exclamation-point";
import WifiOff from "lucide-react/icons/wifi-off";
import { type ReactNode, useEffect, useState } from "react";
import { isProblem } from "@/api/problem";
import { cx } from "@/lib/cx";
import { useCountdown } from "@/lib/use-countdown";
import { Button } from "./button";
import { CopyButton } from "./copy";
import { ui } from "./strings";

/** A grey block in the size of the content. Shown after 200 ms only: fast pages need none. */
export function Skeleton({ className }: { className?: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <span
      aria-hidden
      className={cx("block rounded-md", shown ? "animate-skeleton bg-sunken" : "invisible", className)}
    />
  );
}

interface EmptyProps {
  title: string;
  children?: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
}

/** The empty state of a list: explains what belongs here, and links to creating the first item. */
export function EmptyState({ title, children, icon, action }: EmptyProps) {
  return (
    <div className="grid justify-items-center gap-3 px-6 py-14 text-center">
      <span className="grid size-11 place-items-center rounded-xl bg-sunken text-muted">
        {icon ?? <Inbox size={20} aria-hidden />}
      </span>
      <div className="grid max-w-sm gap-1">
        <p className="text-lg font-semibold wrap-anywhere">{title}</p>
        {children && <div className="text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}

/** The error, whether a retry helps, and the request's id for support. */
export function ErrorState({
  error,
  onRetry,
  title,
}: {
  error: unknown;
  onRetry?: () => void;
  title?: string;
}) {
  const problem = isProblem(error) ? error : undefined;
  const [left, start] = useCountdown();
  useEffect(() => {
    if (problem?.retryAfter) start(problem.retryAfter);
  }, [problem, start]);
  const offline = problem?.code === "offline";
  return (
    <div role="alert" className="grid justify-items-center gap-3 px-6 py-12 text-center">
      <span className="grid size-11 place-items-center rounded-xl bg-danger-soft text-on-danger-soft">
        {offline ? <WifiOff size={20} aria-hidden /> : <TriangleAlert size={20} aria-hidden />}
      </span>
      <div className="grid max-w-md gap-1">
        <p className="text-lg font-semibold">{title ?? (offline ? ui.offlineTitle : ui.failedTitle)}</p>
        <p className="text-muted">{error instanceof Error ? error.message : String(error)}</p>
      </div>
      {onRetry && (
        <Button onClick={onRetry} disabled={left > 0}>
          {left > 0 ? ui.retryIn(left) : ui.retry}
        </Button>
      )}
      {problem?.requestId && (
        <p className="flex items-center gap-1 text-sm text-muted">
          {ui.requestId} <code className="font-mono text-xs break-all">{problem.requestId}</code>
          <CopyButton text={problem.requestId} />
        </p>
      )}
    </div>
  );
}

/** A form error that belongs to no field; above the button. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <div
      role="alert"
      className="flex items-start gap-2.5 rounded-lg bg-danger-soft px-3 py-2.5 text-sm text-on-danger-soft"
    >
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      <div>{children}</div>
    </div>
  );
}
