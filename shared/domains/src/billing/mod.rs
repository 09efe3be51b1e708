//! Payments: purchases of credits or wallet money over a checkout page, and subscriptions.
//!
//! The provider is authoritative for payments and returns. Its events only trigger a sync: [`begin_sync`] begins it for
//! one recharge, [`settle`] applies the result. The end state is the same for any repetition, delay or order.

mod block;
mod db;
mod error;
mod events;
mod hold;
pub mod jobs;
mod model;
mod order;
mod payment_status;
mod payments;
mod proof;
mod settle;
pub mod subscriptions;

pub use block::{clear_block, is_blocked};
pub use db::{deposits, find, get, open, open_count, recharges};
pub use error::OrderError;
pub use events::{EVENT_TYPES, StripeEvent, purge_events, take_event};
pub use hold::{Held, held};
pub use model::{Checkout, Deposit, Order, Purchase, Recharge, RechargeStatus};
pub use order::{LEAST_PAYMENT, MOST_PAYMENT, checkout_failed, checkout_made, order, withdraw};
pub use payment_status::{PaymentStatus, Progress};
pub use payments::{Payment, PaymentFilter, PaymentKind, payments};
pub use proof::wrong_recharges;
pub use settle::{Settled, SyncToken, begin_sync, settle};
