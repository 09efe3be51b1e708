import { Link } from "@tanstack/react-router";
import { Lock } from "lucide-react";
import type { Role } from "@/api/session";
import { buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import { app } from "./strings";

export function NotYours({ role }: { role: Role }) {
  return (
    <Page title={app.notYoursTitle} narrow>
      <div className="card">
        <EmptyState
          title={app.notYours(app.roles[role])}
          icon={<Lock size={20} aria-hidden />}
          action={
            <Link to="/" className={buttonClass()}>
              {app.toHome}
            </Link>
          }
        />
      </div>
    </Page>
  );
}
