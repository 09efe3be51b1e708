import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { formatMoney } from "@/lib/format";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { Money } from "@/ui/values";
import { minus } from "./amount";
import { type Wallet, walletQuery } from "./queries";
import { wallet } from "./strings";
import { Transfers } from "./transfers";

const SendDialog = lazy(() => import("./send-dialog"));
const DepositDialog = lazy(() => import("./deposit-dialog"));
const Deposits = lazy(() => import("./deposits"));

const route = getRouteApi("/inside/wallet");

export function WalletPage() {
  const [dialog, setDialog] = useState<"send" | "add">();
  const { list = "transfers" } = route.useSearch();
  const navigate = route.useNavigate();
  const close = () => setDialog(undefined);
  return (
    <Page
      title={wallet.title}
      description={<span className="max-sm:sr-only">{wallet.description}</span>}
      actions={
        <>
          <Button onClick={() => setDialog("add")}>{wallet.add}</Button>
          <Button look="primary" onClick={() => setDialog("send")}>
            {wallet.send}
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        <BalanceSection />
        <section className="card overflow-hidden px-4 pt-2 pb-1 sm:px-5">
          <Tabs
            label={wallet.title}
            tabs={[
              { value: "transfers", label: wallet.transfers },
              { value: "deposits", label: wallet.deposits },
            ]}
            value={list}
            onChange={(value) =>
              void navigate({ search: value === "deposits" ? { list: value } : {}, replace: true })
            }
          >
            {list === "deposits" ? (
              <Suspense fallback={<Skeleton className="h-96" />}>
                <Deposits onAdd={() => setDialog("add")} />
              </Suspense>
            ) : (
              <Transfers onSend={() => setDialog("send")} />
            )}
          </Tabs>
        </section>
      </div>
      <Suspense>
        {dialog === "send" && <SendDialog onClose={close} />}
        {dialog === "add" && <DepositDialog onClose={close} />}
      </Suspense>
    </Page>
  );
}

function BalanceSection() {
  const query = useQuery(walletQuery);
  return (
    <Section title={wallet.balance}>
      {query.data ? (
        <Amount wallet={query.data} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="grid gap-1">
          <Skeleton className="h-10.5 w-44" />
          <Skeleton className="h-5 w-56" />
        </div>
      )}
    </Section>
  );
}

function Amount({ wallet: { balance, available, currency } }: { wallet: Wallet }) {
  const held = minus(balance, available);
  return (
    <div className="grid gap-1">
      <p className="text-3xl font-semibold tracking-tight">
        <Money amount={balance} currency={currency} />
      </p>
      <p className="text-sm text-muted">
        {wallet.available(formatMoney(available, currency))}{" "}
        {/[1-9]/.test(held) && wallet.held(formatMoney(held, currency))}
      </p>
    </div>
  );
}
