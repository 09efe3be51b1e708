//! The ledger audit: cross-checks of the ledger with messages and payments.

pub mod jobs;
mod proof;

pub use proof::{Proof, newest_proof, prove, prove_and_checkpoint};
