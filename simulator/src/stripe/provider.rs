//! The simulated Stripe.

use super::{config::Config, store::Store, webhooks::Webhooks};
use crate::provider;

pub(super) type Provider = provider::Provider<Setup, Store>;

/// Its fixed parts.
pub(super) struct Setup {
    pub(super) config: Config,
    /// The simulator's public address, without a trailing slash.
    pub(super) base_url: String,
    pub(super) webhooks: Webhooks,
}
