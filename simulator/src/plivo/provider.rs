//! The simulated Plivo.

use reqwest::Client;

use super::{config::Config, store::Store};
use crate::provider;

pub(super) type Provider = provider::Provider<Setup, Store>;

/// Its fixed parts.
pub(super) struct Setup {
    pub(super) config: Config,
    /// For status callbacks.
    pub(super) client: Client,
}
