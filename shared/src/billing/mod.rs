//! Payments: what users buy over a checkout page, credits or money for their wallet, and what they subscribe to.
//!
//! The provider is the one who knows what was paid and what went back. Its events only say that there is something to
//! look at: [`look`] begins a look at one recharge, [`settle`] makes ours what was seen. However often, late or in
//! whatever order that happens, the end is the same.

mod block;
mod db;
mod error;
mod events;
mod hold;
pub mod jobs;
mod model;
mod order;
mod payment_status;
mod proof;
mod settle;
pub mod subscriptions;

pub use block::{clear_block, is_blocked};
pub use db::{deposits, find, get, open, recharges};
pub use error::OrderError;
pub use events::{EVENT_TYPES, StripeEvent, purge_events, take_event};
pub use hold::{Held, held};
pub use model::{Checkout, Deposit, Order, Purchase, Recharge, RechargeStatus};
pub use order::{LEAST_PAYMENT, MOST_PAYMENT, checkout_failed, checkout_made, order, withdraw};
pub use payment_status::{PaymentStatus, Progress};
pub use proof::wrong_recharges;
pub use settle::{Settled, SyncToken, begin_sync, settle};
