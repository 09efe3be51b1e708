import type { ReactNode } from "react";
import { usePageHeading } from "@/ui/page";

export function AuthHeading({ title, children }: { title: string; children?: ReactNode }) {
  const heading = usePageHeading(title);
  return (
    <div className="mb-7 grid gap-1.5">
      <h1 ref={heading} tabIndex={-1} className="text-2xl">
        {title}
      </h1>
      {children && <p className="text-muted">{children}</p>}
    </div>
  );
}
