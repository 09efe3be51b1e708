//! The simulated Plivo.

use super::{config::Config, store::Store};
use crate::provider;

pub(super) type Provider = provider::Provider<Config, Store>;
