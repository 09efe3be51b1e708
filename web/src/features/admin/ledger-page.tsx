import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy";
import { Detail } from "@/ui/detail";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { ErrorState, FormError, Skeleton } from "@/ui/states";
import { AuditHistory } from "./audit-history";
import { Assets, Discrepancies, ProofVerdict } from "./proof-details";
import { liveProofQuery, type Proof } from "./queries";
import { ledger, mint } from "./strings";
import { useFullAudit } from "./use-full-audit";

const MintDialog = lazy(() => import("./mint-dialog"));

/** The ledger audit with its discrepancies, the hash chain, and new credits. */
export function LedgerPage() {
  const recent = useQuery(liveProofQuery);
  const full = useFullAudit();
  const [minting, setMinting] = useState(false);
  const proof = newest(recent.data, full.proof ?? undefined);
  return (
    <Page
      title={ledger.title}
      description={ledger.description}
      actions={
        <Button look="primary" onClick={() => setMinting(true)}>
          {mint.action}
        </Button>
      }
    >
      <div className="grid gap-5">
        <Section
          title={ledger.audit}
          actions={
            <Button size="sm" busy={full.isRunning} onClick={full.start}>
              {ledger.runFull}
            </Button>
          }
        >
          {proof ? (
            <div className="grid gap-3" aria-live="polite">
              <ProofVerdict proof={proof} />
              {full.error && <FormError>{full.error}</FormError>}
            </div>
          ) : recent.error ? (
            <ErrorState error={recent.error} onRetry={() => void recent.refetch()} />
          ) : (
            <Skeleton className="h-12" />
          )}
        </Section>
        {proof && <Findings proof={proof} />}
        {/* Below parts of unknown height, so it follows them. */}
        {!recent.isPending && <AuditHistory />}
      </div>
      <Suspense>{minting && <MintDialog onClose={() => setMinting(false)} />}</Suspense>
    </Page>
  );
}

/** A full audit tells more, unless the ledger was checked again since. */
function newest(recent: Proof | undefined, full: Proof | undefined): Proof | undefined {
  if (!recent || !full) return full ?? recent;
  const isBroken = !recent.holds && full.holds;
  return isBroken ? recent : full;
}

function Findings({ proof }: { proof: Proof }) {
  const { chain } = proof;
  return (
    <>
      <Section title={ledger.discrepancies}>
        <Discrepancies proof={proof} />
      </Section>
      <Section title={ledger.assets} flush>
        <Assets proof={proof} />
      </Section>
      {chain && (
        <Section title={ledger.chain}>
          <dl className="grid gap-3.5">
            <Detail label={ledger.blocks}>{formatNumber(chain.blocks)}</Detail>
            <Detail label={ledger.head}>
              {chain.head ? (
                <span className="flex items-center gap-1">
                  <code className="min-w-0 font-mono text-xs break-all">{chain.head}</code>
                  <CopyButton text={chain.head} label={ledger.copyHead} />
                </span>
              ) : (
                ledger.noHead
              )}
            </Detail>
          </dl>
        </Section>
      )}
    </>
  );
}
