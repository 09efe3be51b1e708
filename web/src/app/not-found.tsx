import { Link, useLocation } from "@tanstack/react-router";
import MapPinOff from "lucide-react/icons/map-pin-off";
import { buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import { app } from "./strings";

export function NotFound() {
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <Page title={app.notFoundTitle} narrow>
      <div className="card">
        <EmptyState
          title={app.notFound(path)}
          icon={<MapPinOff size={20} aria-hidden />}
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
