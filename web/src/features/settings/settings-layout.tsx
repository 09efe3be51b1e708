import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { Page } from "@/ui/page";
import { settings } from "./strings";

const sections = ["profile", "password", "sessions", "appearance", "notifications"] as const;

export function SettingsLayout() {
  const path = useLocation({ select: (location) => location.pathname });
  const section = sections.find((name) => path.endsWith(`/${name}`));
  return (
    <Page
      title={section ? `${settings.sections[section]} · ${settings.title}` : settings.title}
      heading={settings.title}
      page={path}
      narrow
    >
      <nav aria-label={settings.title} className="mb-6 flex gap-5 overflow-x-auto border-b border-line">
        {sections.map((name) => (
          <Link
            key={name}
            to={`/settings/${name}`}
            className="-mb-px flex h-10 items-center border-b-2 font-medium whitespace-nowrap -outline-offset-2 pointer-coarse:h-11"
            activeProps={{ className: "border-accent text-text" }}
            inactiveProps={{ className: "border-transparent text-muted hover:text-text" }}
          >
            {settings.sections[name]}
          </Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  );
}
