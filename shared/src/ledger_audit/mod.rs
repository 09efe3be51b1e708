//! The books as a whole: what only shows where ledger and messages are looked at together.

pub mod jobs;
mod proof;

pub use proof::{Proof, newest_proof, prove, prove_and_checkpoint};
