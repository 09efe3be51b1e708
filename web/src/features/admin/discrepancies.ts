import { formatNumber } from "@/lib/format";
import type { Proof } from "./queries";
import { ledger } from "./strings";

export interface Discrepancy {
  key: string;
  title: string;
  /** How many there are; the items are the first of them. */
  total: number;
  items: { id: string; text?: string; user?: string }[];
}

const ids = (list: readonly string[] = []) => list.map((id) => ({ id }));

/** Everything that an audit found wrong, by kind. */
export function discrepanciesOf(proof: Proof): Discrepancy[] {
  const { kinds } = ledger;
  const wallets = proof.assets.map(({ asset, mismatches, mismatched }) => ({
    key: `wallets-${asset}`,
    title: `${ledger.mismatches}: ${asset}`,
    total: mismatches,
    items: mismatched.map(({ wallet_id, transfer_id, user_id, balance, replayed }) => ({
      id: transfer_id ?? wallet_id ?? user_id,
      text: ledger.mismatch(asset, formatNumber(balance), formatNumber(replayed)),
      user: user_id,
    })),
  }));
  const { chain } = proof;
  const blocks = chain?.wrong_blocks ?? [];
  return [
    ...wallets,
    { key: "charges", title: kinds.orphan_charges, total: proof.orphan_charges, items: ids(proof.orphans) },
    {
      key: "refunds",
      title: kinds.wrong_refunds,
      total: proof.wrong_refunds ?? 0,
      items: ids(proof.refunds),
    },
    {
      key: "recharges",
      title: kinds.wrong_recharges,
      total: proof.wrong_recharges ?? 0,
      items: ids(proof.recharges),
    },
    {
      key: "distributions",
      title: kinds.wrong_distributions,
      total: proof.wrong_distributions ?? 0,
      items: ids(proof.distributions),
    },
    {
      key: "strays",
      title: kinds.stray_transfers,
      total: proof.stray_transfers ?? 0,
      items: ids(proof.strays),
    },
    { key: "blocks", title: ledger.wrongBlocks, total: blocks.length, items: ids(blocks.map(String)) },
  ].filter(({ total }) => total > 0);
}
