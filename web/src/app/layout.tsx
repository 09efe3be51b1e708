import { QueryClientProvider } from "@tanstack/react-query";
import { Outlet, useMatches, useNavigate, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, startTransition, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { getPlatform, knownPlatform, type Platform } from "@/api/platform";
import type { Role } from "@/api/session";
import { railCollapsed } from "@/lib/preference";
import { useShortcuts } from "@/lib/shortcuts";
import { forgetDrafts } from "@/lib/tab-draft";
import { useWide } from "@/lib/use-wide";
import { startLive, useConnection } from "@/live/live";
import { getToasts, subscribeToasts } from "@/ui/toast";
import { Announcer } from "./announcer";
import { BottomBar } from "./bottom-bar";
import { menuFor, navFor } from "./nav";
import { NotYours } from "./not-yours";
import { queryClient } from "./query-client";
import { Rail } from "./rail";
import { app } from "./strings";
import { TopBar } from "./top-bar";
import { useSession, useUser } from "./use-session";

const Palette = lazy(() => import("./palette"));
const ShortcutList = lazy(() => import("./shortcut-list"));
const Toaster = lazy(() => import("@/ui/toaster"));
const LogInAgain = lazy(() => import("./log-in-again"));

export type Overlay = "palette" | "shortcuts" | undefined;

/** The frame of every page inside the console. */
export function Layout() {
  const session = useSession();
  const router = useRouter();
  const anonymous = session.status === "anonymous";
  useEffect(() => {
    if (!anonymous) return;
    // No data of the previous user remains.
    queryClient.clear();
    forgetDrafts();
    void router.navigate({ to: "/login", replace: true });
  }, [anonymous, router]);
  if (!("user" in session)) return null;
  return (
    <QueryClientProvider client={queryClient}>
      <Shell expired={session.status === "expired"} />
    </QueryClientProvider>
  );
}

function Shell({ expired }: { expired: boolean }) {
  const user = useUser();
  const [overlay, setOverlay] = useState<Overlay>();
  const collapsed = railCollapsed.use();
  const wide = useWide();
  useLive(user.id, !expired);
  const platform = usePlatform(user.role);
  useShellShortcuts(user.role, platform, setOverlay);
  const roles = useMatches({ select: (matches) => matches.at(-1)?.staticData.roles });
  const toasted = useToasted();
  const close = () => setOverlay(undefined);
  return (
    <div className="min-h-dvh sm:grid sm:grid-cols-[auto_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
      >
        {app.skip}
      </a>
      {wide && <Rail items={menuFor(user.role)} collapsed={collapsed} />}
      <div className="flex min-w-0 flex-col pb-[calc(3.75rem+env(safe-area-inset-bottom))] sm:pb-0">
        <TopBar onOpen={setOverlay} />
        <main id="content" tabIndex={-1} className="grow outline-none">
          {roles && !roles.includes(user.role) ? <NotYours role={user.role} roles={roles} /> : <Outlet />}
        </main>
        <OfflineBar />
      </div>
      {!wide && <BottomBar items={menuFor(user.role)} />}
      <Announcer />
      <Suspense>
        {overlay === "palette" && <Palette onClose={close} onOpen={setOverlay} />}
        {overlay === "shortcuts" && <ShortcutList onClose={close} />}
        {expired && <LogInAgain />}
        {toasted && <Toaster />}
      </Suspense>
    </div>
  );
}

function useLive(userId: string, active: boolean) {
  useEffect(() => {
    if (active) return startLive(queryClient, userId);
  }, [userId, active]);
  // Queries that failed without a session are fetched again after the login.
  useEffect(() => {
    if (active) void queryClient.refetchQueries({ predicate: (query) => query.state.status === "error" });
  }, [active]);
}

/** What decides whether pages exist. Only the administrators' do depend on it, so that others don't wait for it. */
function usePlatform(role: Role): Platform | undefined {
  const [platform, setPlatform] = useState(knownPlatform);
  useEffect(() => {
    if (role === "admin") void getPlatform().then(setPlatform);
  }, [role]);
  return platform;
}

/** Whether there has been a toast: the toaster is loaded for the first one. */
function useToasted(): boolean {
  const shown = useSyncExternalStore(subscribeToasts, getToasts).length > 0;
  const [ever, setEver] = useState(shown);
  if (shown && !ever) setEver(true);
  return ever;
}

/** Focuses the page's filter, which narrow windows hide behind a button. */
function focusFilter() {
  const field = document.querySelector<HTMLElement>("[data-filter]");
  if (field && !field.checkVisibility()) {
    document.querySelector<HTMLElement>("[data-show-filters]")?.click();
    requestAnimationFrame(() => field.focus());
  } else field?.focus();
}

function useShellShortcuts(role: Role, platform: Platform | undefined, open: (overlay: Overlay) => void) {
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pages depend on the platform
  const actions = useMemo(() => {
    const keys: Record<string, () => void> = {
      // The key press is answered at once; rendering the dialog may take longer than a frame.
      "mod+k": () => startTransition(() => open("palette")),
      "?": () => open("shortcuts"),
      "[": () => railCollapsed.set(!railCollapsed.get()),
      "/": focusFilter,
    };
    for (const item of navFor(role)) {
      if (item.keys) keys[item.keys] = () => void navigate({ to: item.to });
    }
    return keys;
  }, [role, platform, navigate, open]);
  useShortcuts(actions);
}

function OfflineBar() {
  const connection = useConnection();
  if (connection !== "offline") return null;
  return (
    // At the bottom: a changing connection must not move the page under the user's finger.
    <p
      role="status"
      className="sticky bottom-[calc(3.75rem+env(safe-area-inset-bottom))] z-20 bg-warn-soft px-4 py-2 text-sm text-on-warn-soft sm:bottom-0 sm:px-8"
    >
      {app.offlineBar}
    </p>
  );
}
