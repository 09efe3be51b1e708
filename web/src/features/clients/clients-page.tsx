import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useUser } from "@/app/use-session";
import { Figure, Figures } from "@/features/home/figures";
import { formatNumber } from "@/lib/format";
import { BackLink } from "@/ui/back-link";
import { Button, buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { ClientList } from "./client-list";
import { Distributions } from "./distributions";
import { statsQuery } from "./queries";
import { ResellerList } from "./reseller-list";
import { clients } from "./strings";
import { useReseller } from "./use-reseller";

const NewClientDialog = lazy(() => import("./new-client-dialog"));

const route = getRouteApi("/inside/clients");

/** A reseller's clients; an admin chooses the reseller first. */
export function ClientsPage() {
  const reseller = useReseller();
  const isAdmin = useUser().role === "admin";
  const [creating, setCreating] = useState(false);
  if (!reseller) return <ResellerList />;
  return (
    <Page
      title={clients.title}
      page={reseller}
      {...(isAdmin
        ? { back: <BackLink to="/clients">{clients.allResellers}</BackLink> }
        : { description: <span className="max-sm:sr-only">{clients.description}</span> })}
      actions={
        <>
          <Button onClick={() => setCreating(true)}>{clients.create}</Button>
          {!isAdmin && (
            <Link to="/clients/distribute" className={buttonClass("primary")}>
              {clients.distribute}
            </Link>
          )}
        </>
      }
    >
      <div className="grid gap-5">
        <Overview reseller={reseller} />
        <Lists reseller={reseller} onCreate={() => setCreating(true)} />
      </div>
      <Suspense>
        {creating && <NewClientDialog reseller={reseller} onClose={() => setCreating(false)} />}
      </Suspense>
    </Page>
  );
}

function Lists({ reseller, onCreate }: { reseller: string; onCreate: () => void }) {
  const { list = "clients" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <section className="card overflow-hidden px-4 pt-2 pb-1 sm:px-5">
      <Tabs
        label={clients.title}
        tabs={[
          { value: "clients", label: clients.views.clients },
          { value: "distributions", label: clients.views.distributions },
        ]}
        value={list}
        onChange={(value) =>
          void navigate({
            search: ({ reseller: of }) => ({
              reseller: of,
              list: value === "distributions" ? value : undefined,
            }),
            replace: true,
          })
        }
      >
        {list === "distributions" ? (
          <div className="-mx-4 -mt-2 sm:-mx-5">
            <Distributions of={{ reseller }} reseller={reseller} />
          </div>
        ) : (
          <ClientList reseller={reseller} onCreate={onCreate} />
        )}
      </Tabs>
    </section>
  );
}

function Overview({ reseller }: { reseller: string }) {
  const stats = useQuery(statsQuery(reseller));
  const figure = (label: string, value: number | undefined) => (
    <Figure label={label}>
      {value === undefined ? <Skeleton className="h-7 w-20" /> : formatNumber(value)}
    </Figure>
  );
  return (
    <Section title={clients.overview}>
      {stats.error && !stats.data ? (
        <ErrorState error={stats.error} onRetry={() => void stats.refetch()} />
      ) : (
        <Figures>
          {figure(clients.balance, stats.data?.balance)}
          {figure(clients.distributed, stats.data?.distributed)}
          {figure(clients.reclaimed, stats.data?.reclaimed)}
          {figure(clients.count, stats.data?.business_owners)}
        </Figures>
      )}
    </Section>
  );
}
