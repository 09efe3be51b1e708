//! The ledger: double entries between accounts, never edited.
//!
//! [`post`] is the only way to move anything. It takes the movements of many users at once: their wallets are locked in
//! one order, balances are computed in memory, and each wallet is written once.

mod balance_events;
mod chain;
mod db;
mod flows;
mod model;
mod movement;
mod post;
mod posting;
mod promotional;
mod proof;
mod refund;

pub use chain::{Block, Chain, append, chain, invalid_blocks, next_block};
pub use db::{StatementFilter, balance, ensure_wallets, set_threshold, statement, wallet_state};
pub use flows::{Flow, flows, sum_up, unsummed};
pub use model::{CREDIT, Counterparty, CounterpartyKind, Entry, Refusal, System, Transfer, TransferKind, WalletState};
pub use movement::{Movement, Party};
pub use post::{lock, post, post_all};
// For the statement that accepts messages, which writes postings as well.
#[doc(hidden)]
pub use post::{Changes, Plan, Wallet, Wallets, plan_new};
pub use promotional::Promotional;
pub use proof::{AssetProof, Findings, MAX_REPORTED, Mismatch, invalid_refunds, orphan_entries, prove};
pub use refund::refund;
