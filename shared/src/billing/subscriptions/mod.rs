//! Subscriptions: who is Pro, and until when.
//!
//! As with payments, the provider is the one who knows: [`look`] begins a look at a user's subscription, [`settle`]
//! makes ours what was seen. Which tier follows from a [`Plan`] is for the caller to say, in the same transaction.

mod db;
mod model;
mod request;
mod settle;

pub use db::{account, due_for_sync, of_subscription, subscription};
pub use model::{Account, Plan, Seen, Subscription, SubscriptionStatus};
pub use request::{RequestError, Wish, page_ended, page_made, request};
pub use settle::{Settled, SyncToken, begin_sync, settle};
