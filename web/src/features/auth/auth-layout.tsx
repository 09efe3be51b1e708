import { Outlet, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { startSession } from "@/api/session";
import { Logo } from "@/app/logo";
import { useSession } from "@/app/use-session";
import { appName } from "@/lib/app-name";
import { auth } from "./strings";
import { Timeline } from "./timeline";

/** The layout of pages without a session. It redirects once there is one, also after a login in another tab. */
export function AuthLayout() {
  const router = useRouter();
  const { next } = useSearch({ from: "/outside" });
  const { status } = useSession();
  useEffect(() => {
    if (status === "active") router.history.replace(next ?? "/");
  }, [status, router, next]);
  useEffect(() => {
    // If this browser has had no session, the page did not wait for the check.
    startSession().catch(() => undefined);
  }, []);
  if (status === "active") return null;
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="flex flex-col px-5 sm:px-10">
        <header className="flex h-16 items-center gap-2.5 sm:h-20">
          <Logo />
          <span className="text-lg font-semibold tracking-tight">{appName()}</span>
        </header>
        <main className="mx-auto grid w-full max-w-sm grow content-start pt-6 pb-16 sm:pt-[10vh]">
          <Outlet />
        </main>
      </div>
      <aside
        aria-label={auth.pitch}
        className="hidden flex-col justify-center gap-10 border-l border-line bg-sunken px-14 py-16 lg:flex"
      >
        <div className="mx-auto grid w-full max-w-md gap-10">
          <Timeline />
          <div className="grid gap-2">
            <p className="text-xl font-semibold tracking-tight text-balance">{auth.pitch}</p>
            <p className="text-lg text-muted">{auth.pitchHint}</p>
          </div>
        </div>
      </aside>
    </div>
  );
}
