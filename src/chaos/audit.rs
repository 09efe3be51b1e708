//! The ledger audit: after every action, and while the page is open.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use shared::app::App;
use shared::ledger_audit::{self, Proof};

use super::log::Log;

/// The age at which the last audit is repeated while the page is open.
const MAX_AGE: Duration = Duration::from_secs(2);

/// The audits since the start.
pub(super) struct Auditor {
    app: App,
    log: Arc<Log>,
    /// The last one, when it ended, and their number.
    last: Mutex<(Option<(Proof, Instant)>, u64)>,
    turn: tokio::sync::Mutex<()>,
}

impl Auditor {
    pub(super) fn new(app: App, log: Arc<Log>) -> Self {
        Self { app, log, last: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    /// A full audit, which becomes the next block of the chain; logged.
    pub(super) async fn run(&self) -> sqlx::Result<()> {
        let _turn = self.turn.lock().await;
        let proof = ledger_audit::prove_and_checkpoint(&self.app, true).await?;
        let event = if proof.holds { "audit_passed" } else { "audit_failed" };
        self.log.add(event, &json!({"blocks": proof.chain.blocks, "head": proof.chain.head}));
        self.keep(proof);
        Ok(())
    }

    /// An audit since the last checkpoints, unless one has just ended or is running.
    pub(super) async fn refresh(&self) -> sqlx::Result<()> {
        let is_fresh = self.last.lock().is_ok_and(|last| last.0.as_ref().is_some_and(|(_, at)| at.elapsed() < MAX_AGE));
        let Ok(_turn) = self.turn.try_lock() else { return Ok(()) };
        if !is_fresh {
            let proof = ledger_audit::prove(&self.app, false).await?;
            if !proof.holds {
                self.log.add("audit_failed", &json!({"blocks": proof.chain.blocks, "head": proof.chain.head}));
            }
            self.keep(proof);
        }
        Ok(())
    }

    fn keep(&self, proof: Proof) {
        if let Ok(mut last) = self.last.lock() {
            *last = (Some((proof, Instant::now())), last.1 + 1);
        }
    }

    /// The last one, for the page.
    pub(super) fn state(&self) -> Value {
        let Ok(last) = self.last.lock() else { return Value::Null };
        let Some((proof, _)) = &last.0 else { return Value::Null };
        json!({
            "holds": proof.holds, "checked_at": proof.checked_at, "blocks": proof.chain.blocks, "head": proof.chain.head,
            "audits": last.1,
        })
    }
}
