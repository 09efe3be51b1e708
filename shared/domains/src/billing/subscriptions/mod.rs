//! Subscriptions: which users are Pro, and until when.
//!
//! As with payments, the provider is authoritative: [`begin_sync`] begins a sync of a user's subscription, [`settle`]
//! applies the result. The caller derives the tier from the [`Plan`] in the same transaction.

mod db;
mod model;
mod request;
mod settle;

pub use db::{account, due_for_sync, of_subscription, subscription};
pub use model::{Account, Plan, Seen, Subscription, SubscriptionStatus};
pub use request::{RequestError, Wish, page_ended, page_made, request};
pub use settle::{Settled, SyncToken, begin_sync, settle};
