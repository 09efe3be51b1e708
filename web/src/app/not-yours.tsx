import { Link } from "@tanstack/react-router";
import Lock from "lucide-react/icons/lock";
import type { Role } from "@/api/session";
import { formatList } from "@/lib/format";
import { buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import { app } from "./strings";

/** Shown at the address of a page of another role. */
export function NotYours({ role, roles }: { role: Role; roles: readonly Role[] }) {
  return (
    <Page title={app.notYoursTitle} narrow>
      <div className="card">
        <EmptyState
          title={app.notYours(formatList(roles.map((one) => app.rolesMany[one])))}
          icon={<Lock size={20} aria-hidden />}
          action={
            <Link to="/" className={buttonClass()}>
              {app.toHome}
            </Link>
          }
        >
          {app.yourRole(app.roles[role])}
        </EmptyState>
      </div>
    </Page>
  );
}
