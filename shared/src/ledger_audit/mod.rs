//! The ledger audit: cross-checks of the ledger with messages and payments.

mod history;
pub mod jobs;
mod proof;

pub use history::{LedgerAudit, audits};
pub use proof::{Proof, newest_proof, prove, prove_and_checkpoint};
