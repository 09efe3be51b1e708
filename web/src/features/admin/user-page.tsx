import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import UserX from "lucide-react/icons/user-x";
import { lazy, type ReactNode, Suspense } from "react";
import { isProblem } from "@/api/problem";
import { BackLink } from "@/ui/back-link";
import { Page } from "@/ui/page";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { AuditList } from "./audit-list";
import { type UserDetails, userQuery } from "./queries";
import { USER_TABS, type UserTab } from "./search";
import { user as text } from "./strings";
import { UserActions } from "./user-actions";
import { UserProfile } from "./user-profile";

const AccountMessages = lazy(() => import("@/features/accounts/messages"));
const AccountJobs = lazy(() => import("@/features/accounts/jobs"));
const AccountCredits = lazy(() => import("@/features/accounts/credits"));
const AccountWallet = lazy(() => import("@/features/accounts/wallet"));
const AccountPlan = lazy(() => import("@/features/accounts/plan"));
const AccountAccess = lazy(() => import("@/features/accounts/access"));

const route = getRouteApi("/inside/admin/users/$id");

/** One account, in tabs, and what an administrator can do with it. */
export function UserPage() {
  const { id } = route.useParams();
  const query = useQuery(userQuery(id));
  if (query.data) return <Loaded key={id} user={query.data} />;
  const isMissing = isProblem(query.error) && (query.error.status === 404 || query.error.status === 422);
  return (
    <Page title={isMissing ? text.notFound : text.title} page={id} back={<Back />}>
      <div className="card">
        {isMissing ? (
          <EmptyState title={text.notFoundText} icon={<UserX size={20} aria-hidden />} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-96 rounded-xl" />
        )}
      </div>
    </Page>
  );
}

const Back = () => <BackLink to="/admin/users">{text.back}</BackLink>;

function Loaded({ user }: { user: UserDetails }) {
  const { tab = "profile" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={user.username} page={user.id} back={<Back />} actions={<UserActions user={user} />}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {user.status === "suspended" && (
          <p role="status" className="rounded-lg bg-warn-soft px-4 py-3 text-on-warn-soft">
            {text.isSuspended}
          </p>
        )}
        <section className="card px-4 pt-2 sm:px-5">
          <Tabs
            label={text.tabs}
            tabs={USER_TABS.map((value) => ({ value, label: text.tab[value] }))}
            value={tab}
            onChange={(value) =>
              void navigate({ search: { tab: value === "profile" ? undefined : value }, replace: true })
            }
          >
            <Panel tab={tab} user={user} />
          </Tabs>
        </section>
      </div>
    </Page>
  );
}

/** The content of a tab, loaded once the tab is opened: each look at an account is recorded. */
function Panel({ tab, user: { id }, user }: { tab: UserTab; user: UserDetails }) {
  if (tab === "profile") return <UserProfile user={user} />;
  if (tab === "audit") {
    return (
      <Flush>
        <AuditList filters={{ subject: id }} />
      </Flush>
    );
  }
  return (
    <Suspense fallback={<Skeleton className="h-64" />}>
      {tab === "messages" && (
        <Flush>
          <AccountMessages owner={id} bodies />
        </Flush>
      )}
      {tab === "jobs" && <AccountJobs owner={id} />}
      {tab === "credits" && <AccountCredits owner={id} />}
      {tab === "wallet" && <AccountWallet owner={id} />}
      {tab === "plan" && <AccountPlan owner={id} />}
      {tab === "access" && <AccountAccess id={id} />}
    </Suspense>
  );
}

/** Tables reach the edges of the card. */
const Flush = ({ children }: { children: ReactNode }) => <div className="-mx-4 sm:-mx-5">{children}</div>;
