import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import ArrowLeft from "lucide-react/icons/arrow-left";
import UserX from "lucide-react/icons/user-x";
import { lazy, Suspense } from "react";
import { isProblem } from "@/api/problem";
import { Figure, Figures } from "@/features/home/figures";
import { formatDay, formatNumber } from "@/lib/format";
import { CopyButton } from "@/ui/copy";
import { Detail } from "@/ui/detail";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { StatusChip } from "@/ui/status-chip";
import { Tabs } from "@/ui/tabs";
import { CreditActions, StatusButton } from "./client-actions";
import { Distributions } from "./distributions";
import { type Client, clientQuery, clientStatsQuery } from "./queries";
import { CLIENT_TABS, type ClientTab } from "./search";
import { clients } from "./strings";
import { useReseller } from "./use-reseller";

const AccountStatement = lazy(() => import("@/features/accounts/statement"));
const AccountMessages = lazy(() => import("@/features/accounts/messages"));
const AccountJobs = lazy(() => import("@/features/accounts/jobs"));
const UsageChart = lazy(() => import("./usage-chart"));

const route = getRouteApi("/inside/clients/$id");

function Back() {
  const { reseller } = route.useSearch();
  return (
    <Link
      to="/clients"
      search={{ reseller }}
      className="inline-flex min-h-6 items-center gap-1.5 rounded text-muted hover:text-text pointer-coarse:min-h-11"
    >
      <ArrowLeft size={15} aria-hidden />
      {clients.back}
    </Link>
  );
}

export function ClientPage() {
  const { id } = route.useParams();
  const reseller = useReseller() ?? "";
  const client = useQuery({ ...clientQuery(reseller, id), enabled: reseller !== "" });
  if (client.data) return <Loaded key={id} client={client.data} reseller={reseller} />;
  const { error } = client;
  const missing = reseller === "" || (isProblem(error) && (error.status === 404 || error.status === 422));
  return (
    <Page title={missing ? clients.notFound : clients.unnamed} page={id} back={<Back />}>
      <div className="card">
        {missing ? (
          <EmptyState title={clients.notFoundText} icon={<UserX size={20} aria-hidden />} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void client.refetch()} />
        ) : (
          <Skeleton className="h-96" />
        )}
      </div>
    </Page>
  );
}

interface Props {
  client: Client;
  reseller: string;
}

function Loaded({ client, reseller }: Props) {
  const { tab = "overview" } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (value: ClientTab) =>
    void navigate({
      search: (old) => ({ ...old, tab: value === "overview" ? undefined : value }),
      replace: true,
    });
  return (
    <Page
      title={client.username}
      page={client.id}
      back={<Back />}
      actions={<CreditActions client={client} reseller={reseller} />}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {client.status === "suspended" && (
          <p role="status" className="rounded-lg bg-warn-soft px-4 py-3 text-on-warn-soft">
            {clients.suspendedHint}
          </p>
        )}
        <Tabs
          label={clients.tabs}
          tabs={CLIENT_TABS.map((value) => ({ value, label: clients.tab[value] }))}
          value={tab}
          onChange={show}
        >
          {tab === "overview" ? (
            <Overview client={client} reseller={reseller} />
          ) : (
            <List tab={tab} id={client.id} />
          )}
        </Tabs>
      </div>
    </Page>
  );
}

function Overview({ client, reseller }: Props) {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-5">
        <CreditsSection id={client.id} />
        <Section title={clients.usage}>
          <Suspense fallback={<div aria-busy className="h-58" />}>
            <UsageChart id={client.id} />
          </Suspense>
        </Section>
        <Section title={clients.distributions} flush>
          <Distributions of={{ client: client.id }} reseller={reseller} />
        </Section>
      </div>
      <About client={client} reseller={reseller} />
    </div>
  );
}

/** A list of the client's account, loaded once its tab is opened: each look is recorded. */
function List({ tab, id }: { tab: Exclude<ClientTab, "overview">; id: string }) {
  return (
    <section className={tab === "jobs" ? "card px-4 pt-4 pb-1 sm:px-5" : "card overflow-clip"}>
      <Suspense fallback={<Skeleton className="h-64" />}>
        {tab === "statement" && <AccountStatement owner={id} />}
        {tab === "messages" && <AccountMessages owner={id} bodies={false} />}
        {tab === "jobs" && <AccountJobs owner={id} />}
      </Suspense>
    </section>
  );
}

function CreditsSection({ id }: { id: string }) {
  const { data: stats, error, refetch } = useQuery(clientStatsQuery(id));
  const figure = (label: string, value: number | undefined) => (
    <Figure label={label}>
      {value === undefined ? <Skeleton className="h-7 w-16" /> : formatNumber(value)}
    </Figure>
  );
  return (
    <Section title={clients.credits}>
      {error && !stats ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Figures>
          {figure(clients.balance, stats?.balance)}
          {figure(clients.received, stats?.received)}
          {figure(clients.spent, stats?.spent)}
          {figure(clients.refunded, stats?.refunded)}
          {figure(clients.reclaimed, stats?.reclaimed)}
          {figure(clients.sent, stats?.messages.sent)}
          {figure(clients.delivered, stats?.messages.delivered)}
          {figure(clients.failed, stats?.messages.failed)}
        </Figures>
      )}
    </Section>
  );
}

function About({ client, reseller }: Props) {
  const name = [client.first_name, client.last_name].filter(Boolean).join(" ");
  return (
    <Section title={clients.about} actions={<StatusChip status={client.status} />}>
      <dl className="grid gap-3.5">
        {name && <Detail label={clients.name}>{name}</Detail>}
        <Detail label={clients.email}>{client.email ?? clients.none}</Detail>
        <Detail label={clients.mobile}>{client.mobile ?? clients.none}</Detail>
        <Detail label={clients.since}>{formatDay(client.created_at)}</Detail>
        <Detail label={clients.id}>
          <span className="-my-1.5 flex items-center justify-between gap-1 pointer-coarse:-my-3">
            <code className="truncate font-mono text-xs">{client.id}</code>
            <CopyButton text={client.id} label={clients.copyId} />
          </span>
        </Detail>
      </dl>
      <div className="mt-5 border-t border-line pt-4">
        <StatusButton client={client} reseller={reseller} />
      </div>
    </Section>
  );
}
