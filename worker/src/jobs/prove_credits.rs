//! `credits.prove`: audits the ledger; writes a checkpoint, or raises an alarm.

use std::collections::BTreeSet;

use shared::app::App;
use shared::ledger_audit::jobs::ProveCredits;
use shared::ledger_audit::{self, Proof};

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};

pub(super) struct Prove;

impl Handler for Prove {
    type Kind = ProveCredits;

    async fn run(&self, app: &App, payload: &ProveCredits, _: &Attempt) -> Result<Outcome<Proof>, RunError> {
        let proof = ledger_audit::prove_and_checkpoint(app, payload.full).await?;
        if !proof.holds {
            alarm(&proof);
        }
        Ok(Outcome::Done(proof))
    }
}

/// Logs the number of discrepancies; the job's result names them.
fn alarm(proof: &Proof) {
    let wrong: Vec<_> = proof.assets.iter().filter(|asset| !asset.holds()).collect();
    let users: BTreeSet<_> = wrong.iter().flat_map(|asset| &asset.mismatched).map(|it| it.user_id.uuid()).collect();
    tracing::error!(
        assets = wrong.len(),
        mismatches = wrong.iter().map(|asset| asset.mismatches).sum::<usize>(),
        users = users.len(),
        orphan_charges = proof.orphan_charges,
        wrong_refunds = proof.wrong_refunds,
        wrong_distributions = proof.wrong_distributions,
        wrong_recharges = proof.wrong_recharges,
        stray_transfers = proof.stray_transfers,
        wrong_blocks = proof.chain.wrong_blocks.len(),
        "ledger audit found discrepancies"
    );
}
