import { formatExact } from "@/lib/format";
import { Dialog } from "@/ui/dialog";
import { Assets, Discrepancies, ProofVerdict } from "./proof-details";
import type { Proof } from "./queries";
import { ledger } from "./strings";

/** One past audit: whether the ledger balanced, and what did not. */
export default function PastAuditDialog({ proof, onClose }: { proof: Proof; onClose: () => void }) {
  return (
    <Dialog open wide onOpenChange={onClose} title={ledger.auditOf(formatExact(proof.checked_at))}>
      <div className="grid gap-5">
        <ProofVerdict proof={proof} />
        {!proof.holds && <Discrepancies proof={proof} />}
        <div className="-mx-4">
          <Assets proof={proof} />
        </div>
      </div>
    </Dialog>
  );
}
