import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import UserX from "lucide-react/icons/user-x";
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
      <div className="grid gap-4">
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

function Panel({ tab, user }: { tab: UserTab; user: UserDetails }) {
  if (tab === "audit") {
    return (
      <div className="-mx-4 sm:-mx-5">
        <AuditList filters={{ subject: user.id }} />
      </div>
    );
  }
  return <UserProfile user={user} />;
}
