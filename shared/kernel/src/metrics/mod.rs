//! Prometheus metrics of this platform.
//!
//! All series are defined here with name, unit and meaning. Each application has its own set; nothing is global.

pub mod labels;

use std::borrow::Cow;
use std::hash::Hash;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::MetricType;
pub use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry};
use tokio::sync::Mutex;

/// The media type of [`Metrics::render`]: OpenMetrics, which Prometheus reads since 2.5.
pub const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A histogram per label set.
pub type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;
/// A floating-point gauge.
pub type Float = Gauge<f64, AtomicU64>;
/// A gauge that is absent until it is known.
pub type Known<G = Gauge> = Family<labels::NoLabels, G>;

/// Defines a series: help text, field, type, initial value, name. Counters get the suffix `_total` automatically.
macro_rules! series {
    ($(#[doc = $help:literal] $field:ident: $type:ty = $new:expr, $name:literal;)*) => {
        /// All series of an application.
        #[derive(Debug)]
        pub struct Metrics {
            registry: Registry,
            descriptions: Vec<Description>,
            /// When the Postgres figures were read; locked while rendering.
            pub sampled: Mutex<Option<Instant>>,
            $(#[doc = $help] pub $field: $type,)*
        }

        impl Default for Metrics {
            fn default() -> Self {
                let mut definitions = Definitions::default();
                $(let $field: $type = definitions.add($name, $help.trim(), $new);)*
                let Definitions { registry, descriptions } = definitions;
                Self { registry, descriptions, sampled: Mutex::default(), $($field,)* }
            }
        }
    };
}

series! {
    /// Seconds from a request's arrival to its response (for a stream: its start); held="true" if held back on request.
    http_seconds: Histograms<labels::Http> = histograms(http), "switchboard_http_request_seconds";
    /// Open client connections including WebSockets, by listener.
    connections: Family<labels::Listener, Gauge> = Family::default(), "switchboard_connections";
    /// Maximum number of open client connections.
    connections_limit: Family<labels::Listener, Gauge> = Family::default(), "switchboard_connections_limit";
    /// Refused connections: over the total or per-address limit, or without a PROXY protocol header.
    connections_refused: Family<labels::ListenerReason, Counter> = Family::default(), "switchboard_connections_refused";
    /// Connections closed by a timeout (of headers, the next request or the client's reads) or the process stopping.
    connections_ended: Family<labels::ListenerReason, Counter> = Family::default(), "switchboard_connections_ended";
    /// Failed accepts, such as without a free file descriptor.
    accept_errors: Counter = Counter::default(), "switchboard_accept_errors";
    /// Requests waiting for a change.
    long_polls: Gauge = Gauge::default(), "switchboard_http_long_polls";
    /// Open server-sent event streams.
    streams: Gauge = Gauge::default(), "switchboard_http_streams";
    /// Open sockets.
    sockets: Gauge = Gauge::default(), "switchboard_sockets";
    /// Frames written to sockets.
    socket_frames: Counter = Counter::default(), "switchboard_socket_frames";
    /// Sockets closed by the server, by reason.
    sockets_ended: Family<labels::Reason, Counter> = Family::default(), "switchboard_sockets_ended";
    /// Times that missed messages of a conversation were read from Postgres.
    socket_gaps: Counter = Counter::default(), "switchboard_socket_gaps";
    /// Rejections by a limit.
    rate_limited: Family<labels::Limit, Counter> = Family::default(), "switchboard_rate_limited";
    /// Requests rejected for load, of their account or of Postgres.
    requests_shed: Family<labels::Reason, Counter> = Family::default(), "switchboard_requests_shed";
    /// API keys looked up in Postgres.
    key_lookups: Counter = Counter::default(), "switchboard_api_key_lookups";
    /// Hashed passwords.
    password_hashes: Counter = Counter::default(), "switchboard_password_hashes";
    /// Passwords waiting to be hashed.
    password_hashes_waiting: Gauge = Gauge::default(), "switchboard_password_hashes_waiting";
    /// Passwords not hashed because too many waited, or for too long.
    password_hashes_shed: Counter = Counter::default(), "switchboard_password_hashes_shed";

    /// Accepted jobs.
    jobs_accepted: Family<labels::Kind, Counter> = Family::default(), "switchboard_jobs_accepted";
    /// Seconds from a job's acceptance, or its scheduled time, to its first start.
    job_wait_seconds: Histograms<labels::Kind> = histograms(job), "switchboard_job_wait_seconds";
    /// Seconds from a job's acceptance, or its scheduled time, to success or final failure.
    job_seconds: Histograms<labels::Kind> = histograms(job), "switchboard_job_seconds";
    /// Ended jobs: succeeded, failed or cancelled.
    jobs_ended: Family<labels::KindOutcome, Counter> = Family::default(), "switchboard_jobs_ended";
    /// Ended attempts: succeeded, failed (final), retried, or snoozed (not counted as attempts).
    job_attempts: Family<labels::KindOutcome, Counter> = Family::default(), "switchboard_job_attempts";
    /// Due jobs moved to Redis by the relay.
    jobs_relayed: Family<labels::Queue, Counter> = Family::default(), "switchboard_jobs_relayed";
    /// Jobs whose expired lease was returned.
    jobs_reaped: Family<labels::Kind, Counter> = Family::default(), "switchboard_jobs_reaped";

    /// Unfinished jobs: waiting (due), scheduled (later), retrying or running; at most 100000 waiting per queue.
    queue_jobs: Family<labels::QueueKindState, Gauge> = Family::default(), "switchboard_queue_jobs";
    /// Age in seconds of the longest-due job.
    queue_oldest_due_seconds: Family<labels::QueueKind, Float> = Family::default(), "switchboard_queue_oldest_due_seconds";
    /// Job ids in Redis.
    queue_in_redis: Family<labels::Queue, Gauge> = Family::default(), "switchboard_queue_in_redis";
    /// Whether a queue is paused: 1 or 0.
    queue_paused: Family<labels::Queue, Gauge> = Family::default(), "switchboard_queue_paused";

    /// Memory in bytes used by a Redis: queue, or cache if it is a separate server.
    redis_memory_bytes: Family<labels::Store, Gauge> = Family::default(), "switchboard_redis_memory_bytes";
    /// Maximum memory of a Redis in bytes (maxmemory); absent without a limit.
    redis_memory_limit_bytes: Family<labels::Store, Gauge> = Family::default(), "switchboard_redis_memory_limit_bytes";

    /// Provider latency in seconds, by outcome.
    provider_seconds: Histograms<labels::Provider> = histograms(provider), "switchboard_provider_call_seconds";
    /// Webhook events dropped because they are older than the provider's retry period.
    webhook_events_stale: Family<labels::Webhook, Counter> = Family::default(), "switchboard_webhook_events_stale";
    /// Events written to the event log.
    events_written: Counter = Counter::default(), "switchboard_events_written";
    /// Age in seconds of the server's oldest write transaction that delays the event log, by database; 0 without one.
    events_held_back_seconds: Family<labels::Database, Float> = Family::default(), "switchboard_events_held_back_seconds";

    /// Open Postgres connections.
    database_connections: Family<labels::Connection, Gauge> = Family::default(), "switchboard_database_connections";
    /// Maximum number of open Postgres connections.
    database_connections_limit: Gauge = Gauge::default(), "switchboard_database_connections_limit";
    /// Seconds to begin a write transaction: waiting for a connection, and one round trip.
    database_begin_seconds: Histogram = begin(), "switchboard_database_begin_seconds";
    /// Write transactions that timed out waiting for a connection.
    database_timeouts: Counter = Counter::default(), "switchboard_database_timeouts";
    /// Reports, searches and filtered lists rejected because all of their connections were in use.
    database_reports_refused: Counter = Counter::default(), "switchboard_database_reports_refused";

    /// Whether the newest ledger audit passed: 1 or 0.
    proof_holds: Known = Known::default(), "switchboard_ledger_proof_holds";
    /// Unix time of the latest ledger audit.
    proof_timestamp_seconds: Known<Float> = Known::default(), "switchboard_ledger_proof_timestamp_seconds";
    /// Wallets that differed from a replay of their transfers at the latest audit.
    proof_mismatches: Known = Known::default(), "switchboard_ledger_proof_mismatches";
    /// Charges without a message or without a due refund at the latest audit.
    proof_orphan_charges: Known = Known::default(), "switchboard_ledger_proof_orphan_charges";

    /// Resident memory of this process in bytes.
    memory_bytes: Known = Known::default(), "process_resident_memory_bytes";
    /// User and system CPU seconds of this process.
    cpu_seconds: Counter<f64, AtomicU64> = Counter::default(), "process_cpu_seconds";
}

// Histogram buckets in seconds.

fn http() -> Histogram {
    Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0])
}

fn job() -> Histogram {
    Histogram::new([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0])
}

fn provider() -> Histogram {
    Histogram::new([0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0])
}

fn begin() -> Histogram {
    Histogram::new([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0])
}

fn histograms<L: Clone + Eq + Hash>(of: fn() -> Histogram) -> Histograms<L> {
    Family::new_with_constructor(of)
}

/// A series' description, for docs and tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The name; a counter's includes `_total`.
    pub name: String,
    /// `counter`, `gauge` or `histogram`.
    pub kind: String,
    /// The help text.
    pub help: &'static str,
}

#[derive(Default)]
struct Definitions {
    registry: Registry,
    descriptions: Vec<Description>,
}

impl Definitions {
    fn add<M: Metric + Clone>(&mut self, name: &'static str, help: &'static str, metric: M) -> M {
        let kind = metric.metric_type();
        let suffix = if matches!(kind, MetricType::Counter) { "_total" } else { "" };
        self.descriptions.push(Description { name: format!("{name}{suffix}"), kind: kind.as_str().to_owned(), help });
        // The library appends a full stop.
        self.registry.register(name, help.trim_end_matches('.'), metric.clone());
        metric
    }
}

impl Metrics {
    /// All series, in definition order.
    #[must_use]
    pub fn descriptions(&self) -> &[Description] {
        &self.descriptions
    }

    /// Counts an ended job of a kind.
    #[must_use]
    pub fn ended(&self, kind: impl Into<Cow<'static, str>>, outcome: &'static str) -> Counter {
        self.jobs_ended.get_or_create_owned(&labels::KindOutcome { kind: kind.into(), outcome })
    }

    /// All series in [`FORMAT`].
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = String::new();
        // Writes can't fail here.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Increments a gauge while this exists.
#[derive(Debug)]
pub struct Open(Gauge);

impl Open {
    /// Increments it.
    #[must_use]
    pub fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_encoded_as_open_metrics() {
        let metrics = Metrics::default();
        metrics.ended("message.send", "succeeded").inc_by(2);
        metrics.job_seconds.get_or_create(&labels::Kind { kind: "message.send".into() }).observe(0.02);
        metrics.proof_holds.get_or_create(&[]).set(1);
        let text = metrics.render();
        for wanted in [
            "# TYPE switchboard_jobs_ended counter\n\
            switchboard_jobs_ended_total{kind=\"message.send\",outcome=\"succeeded\"} 2\n",
            "switchboard_job_seconds_bucket{le=\"0.025\",kind=\"message.send\"} 1\n",
            "# HELP switchboard_ledger_proof_holds Whether the newest ledger audit passed: 1 or 0.\n\
            # TYPE switchboard_ledger_proof_holds gauge\n",
        ] {
            assert!(text.contains(wanted), "{wanted} is not in\n{text}");
        }
        assert!(text.ends_with("\n# EOF\n") && !text.contains("switchboard_ledger_proof_mismatches"), "{text}");
    }

    #[test]
    fn metric_names_follow_prometheus_conventions() {
        let metrics = Metrics::default();
        let mut names: Vec<_> = metrics.descriptions().iter().map(|it| it.name.as_str()).collect();
        for name in &names {
            assert!(name.starts_with("switchboard_") || name.starts_with("process_"), "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{name}");
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), metrics.descriptions().len());
    }

    #[test]
    fn open_streams_are_counted_until_dropped() {
        let metrics = Metrics::default();
        let (one, two) = (Open::new(&metrics.streams), Open::new(&metrics.streams));
        assert_eq!(metrics.streams.get(), 2);
        drop((one, two));
        assert_eq!(metrics.streams.get(), 0);
    }
}
