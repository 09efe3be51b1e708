//! The service of a listener, and its metrics.

use std::sync::Arc;

use axum::Router;
use shared::app::App;
use shared::config::{Edge, Networks, ProxyProtocol};
use shared::metrics::{Metrics, labels};

/// The service of a listener.
pub(crate) struct Service {
    pub router: Router,
    pub edge: Edge,
    /// Whether responses tell browsers to use https only.
    pub is_https: bool,
    pub metrics: Arc<Metrics>,
    /// Its name in metrics.
    pub listener: &'static str,
}

/// Room for a scraper or two and a few people.
const METRICS_CONNECTIONS: usize = 64;

impl Service {
    /// The API of an application.
    pub fn new(app: &App, router: Router) -> Self {
        let is_https = app.config.http.public_url.starts_with("https://");
        Self { router, edge: app.config.edge.clone(), is_https, metrics: app.metrics.clone(), listener: "api" }
    }

    /// Metrics on their own port, which no proxy exposes.
    pub fn of_metrics(app: &App, router: Router) -> Self {
        let edge = Edge {
            trusted_proxies: Networks::default(),
            proxy_protocol: ProxyProtocol::Off,
            max_connections: METRICS_CONNECTIONS,
            max_connections_per_address: None,
            ..app.config.edge.clone()
        };
        Self { edge, is_https: false, listener: "metrics", ..Self::new(app, router) }
    }

    pub(super) fn label(&self) -> labels::Listener {
        labels::Listener { listener: self.listener }
    }

    pub(super) fn count_refused(&self, reason: &'static str) {
        let label = labels::ListenerReason { listener: self.listener, reason };
        self.metrics.connections_refused.get_or_create(&label).inc();
    }

    pub(super) fn count_ended(&self, reason: &'static str) {
        let label = labels::ListenerReason { listener: self.listener, reason };
        self.metrics.connections_ended.get_or_create(&label).inc();
    }
}
