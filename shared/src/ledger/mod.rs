//! The ledger: double entries between accounts, never edited.
//!
//! [`post`] is the only way to move anything. It takes the movements of many users at once: their
//! wallets are locked in one order, balances are worked out in memory, and each wallet is written
//! once.

mod db;
mod model;
mod post;
mod proof;
mod refund;

pub use db::{balance, open_wallet, statement};
pub use model::{CREDIT, Entry, Movement, Party, Refusal, System, Transfer, TransferKind};
pub use post::post;
pub(crate) use post::{Plan, plan};
pub use proof::{AssetProof, Mismatch, prove};
pub use refund::refund;
