//! Metrics: what this platform tells of itself in numbers.
//!
//! Names, units and meanings of all series stand here, once. An application has its own set of them;
//! nothing is global.

pub mod labels;

use std::borrow::Cow;
use std::fmt::Write;
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

/// A histogram for each set of labels.
pub type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;
/// A gauge that may have a fraction.
pub type Float = Gauge<f64, AtomicU64>;
/// A gauge that is not there until it is known.
pub type Known<G = Gauge> = Family<labels::NoLabels, G>;

/// Defines a series: its meaning, its place in the code, its type, what it begins as, and its name.
/// Counters get `_total` behind their name by themselves.
macro_rules! series {
    ($(#[doc = $help:literal] $field:ident: $type:ty = $new:expr, $name:literal;)*) => {
        /// All series of an application.
        #[derive(Debug)]
        pub struct Metrics {
            registry: Registry,
            descriptions: Vec<Description>,
            /// When the figures that come from Postgres were read. Whoever renders holds it.
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
    /// Seconds from a request's arrival to its answer, of a stream to its beginning; with held="true" the answer waited as the client wished.
    http_seconds: Histograms<labels::Http> = histograms(http), "switchboard_http_request_seconds";
    /// Open connections of clients, WebSockets among them, by listener.
    connections: Family<labels::Listener, Gauge> = Family::default(), "switchboard_connections";
    /// Connections of clients that may be open at a time.
    connections_limit: Family<labels::Listener, Gauge> = Family::default(), "switchboard_connections_limit";
    /// Connections that were refused: too many in total or of an address, or without the header of the PROXY protocol.
    connections_refused: Family<labels::ListenerReason, Counter> = Family::default(), "switchboard_connections_refused";
    /// Connections that were closed because a header, the next request or the client's reading took too long, or the process stopped.
    connections_ended: Family<labels::ListenerReason, Counter> = Family::default(), "switchboard_connections_ended";
    /// Times that no connection could be accepted, as without a free file.
    accept_errors: Counter = Counter::default(), "switchboard_accept_errors";
    /// Requests that are held back until something happens.
    long_polls: Gauge = Gauge::default(), "switchboard_http_long_polls";
    /// Open streams of server-sent events.
    streams: Gauge = Gauge::default(), "switchboard_http_streams";
    /// Open sockets.
    sockets: Gauge = Gauge::default(), "switchboard_sockets";
    /// Frames that were written to sockets.
    socket_frames: Counter = Counter::default(), "switchboard_socket_frames";
    /// Sockets that were closed from here, by the reason.
    sockets_ended: Family<labels::Reason, Counter> = Family::default(), "switchboard_sockets_ended";
    /// Times that messages of a conversation were read from Postgres because they were not heard of.
    socket_gaps: Counter = Counter::default(), "switchboard_socket_gaps";
    /// Times that a limit refused something.
    rate_limited: Family<labels::Limit, Counter> = Family::default(), "switchboard_rate_limited";
    /// Requests that were refused because too much was under way: of their account, or at Postgres.
    requests_shed: Family<labels::Reason, Counter> = Family::default(), "switchboard_requests_shed";
    /// API keys that were looked up in Postgres.
    key_lookups: Counter = Counter::default(), "switchboard_api_key_lookups";
    /// Passwords that were hashed.
    password_hashes: Counter = Counter::default(), "switchboard_password_hashes";
    /// Passwords that wait to be hashed.
    password_hashes_waiting: Gauge = Gauge::default(), "switchboard_password_hashes_waiting";
    /// Passwords that were not hashed because too many waited, or for too long.
    password_hashes_shed: Counter = Counter::default(), "switchboard_password_hashes_shed";

    /// Jobs that were accepted.
    jobs_accepted: Family<labels::Kind, Counter> = Family::default(), "switchboard_jobs_accepted";
    /// Seconds until a job first started, from its acceptance or from when it was scheduled for.
    job_wait_seconds: Histograms<labels::Kind> = histograms(job), "switchboard_job_wait_seconds";
    /// Seconds until a job succeeded or failed for good, from its acceptance or from when it was scheduled for.
    job_seconds: Histograms<labels::Kind> = histograms(job), "switchboard_job_seconds";
    /// Jobs that ended: succeeded, failed or cancelled.
    jobs_ended: Family<labels::KindOutcome, Counter> = Family::default(), "switchboard_jobs_ended";
    /// Attempts that ended: succeeded, failed (for good), retried, or snoozed (which don't count).
    job_attempts: Family<labels::KindOutcome, Counter> = Family::default(), "switchboard_job_attempts";
    /// Jobs that the relay found due and not in Redis.
    jobs_relayed: Family<labels::Queue, Counter> = Family::default(), "switchboard_jobs_relayed";
    /// Jobs that were taken back from workers that did not renew their lease.
    jobs_reaped: Family<labels::Kind, Counter> = Family::default(), "switchboard_jobs_reaped";

    /// Jobs that have not ended: waiting (due), scheduled (later), retrying or running; of what waits in a queue up to 100000 are counted.
    queue_jobs: Family<labels::QueueKindState, Gauge> = Family::default(), "switchboard_queue_jobs";
    /// Seconds for which the job that has been due the longest has been so.
    queue_oldest_due_seconds: Family<labels::QueueKind, Float> = Family::default(), "switchboard_queue_oldest_due_seconds";
    /// Jobs whose ids wait in Redis.
    queue_in_redis: Family<labels::Queue, Gauge> = Family::default(), "switchboard_queue_in_redis";

    /// Bytes of memory that a Redis uses, by what is kept there: queue, or cache where that is another server.
    redis_memory_bytes: Family<labels::Store, Gauge> = Family::default(), "switchboard_redis_memory_bytes";
    /// Bytes of memory that a Redis may use (maxmemory); not there without a limit.
    redis_memory_limit_bytes: Family<labels::Store, Gauge> = Family::default(), "switchboard_redis_memory_limit_bytes";

    /// Seconds that a provider took to answer, by what the answer was.
    provider_seconds: Histograms<labels::Provider> = histograms(provider), "switchboard_provider_call_seconds";
    /// Events of webhooks that were dropped because they are older than their provider repeats any.
    webhook_events_stale: Family<labels::Webhook, Counter> = Family::default(), "switchboard_webhook_events_stale";
    /// Facts that were written to the log of events.
    events_written: Counter = Counter::default(), "switchboard_events_written";
    /// Seconds for which the oldest write transaction of the server has held the event log back, by its database; 0 where none does.
    events_held_back_seconds: Family<labels::Database, Float> = Family::default(), "switchboard_events_held_back_seconds";

    /// Open connections to Postgres.
    database_connections: Family<labels::Connection, Gauge> = Family::default(), "switchboard_database_connections";
    /// Connections to Postgres that may be open at a time.
    database_connections_limit: Gauge = Gauge::default(), "switchboard_database_connections_limit";
    /// Seconds until a write transaction had begun: the wait for a connection, and one round trip.
    database_begin_seconds: Histogram = begin(), "switchboard_database_begin_seconds";
    /// Write transactions that did not begin because no connection was free in time.
    database_timeouts: Counter = Counter::default(), "switchboard_database_timeouts";
    /// Reports, searches and filtered lists that were refused because all connections for them were in use.
    database_reports_refused: Counter = Counter::default(), "switchboard_database_reports_refused";

    /// Whether the newest proof of the ledger holds: 1 or 0.
    proof_holds: Known = Known::default(), "switchboard_ledger_proof_holds";
    /// When the ledger was last proven, in seconds since 1970.
    proof_timestamp_seconds: Known<Float> = Known::default(), "switchboard_ledger_proof_timestamp_seconds";
    /// Wallets that differed from a replay of their transfers at the newest proof.
    proof_mismatches: Known = Known::default(), "switchboard_ledger_proof_mismatches";
    /// Charges without a message, or without the refund that they should have, at the newest proof.
    proof_orphan_charges: Known = Known::default(), "switchboard_ledger_proof_orphan_charges";

    /// Bytes of resident memory of this process.
    memory_bytes: Known = Known::default(), "process_resident_memory_bytes";
    /// Seconds of user and system time of this process.
    cpu_seconds: Counter<f64, AtomicU64> = Counter::default(), "process_cpu_seconds";
}

// Bounds of buckets, in seconds.

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

/// What a series is, for documents and tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The name, a counter's with its `_total`.
    pub name: String,
    /// `counter`, `gauge` or `histogram`.
    pub kind: String,
    /// What it means.
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
        // The library puts a full stop behind.
        self.registry.register(name, help.trim_end_matches('.'), metric.clone());
        metric
    }
}

impl Metrics {
    /// What there is, in the order of the code.
    #[must_use]
    pub fn descriptions(&self) -> &[Description] {
        &self.descriptions
    }

    /// Counts jobs of a kind that ended.
    #[must_use]
    pub fn ended(&self, kind: impl Into<Cow<'static, str>>, outcome: &'static str) -> Counter {
        self.jobs_ended.get_or_create_owned(&labels::KindOutcome { kind: kind.into(), outcome })
    }

    /// All series in Prometheus' text format, version 0.0.4.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = String::new();
        // A string takes everything.
        let _ = encode(&mut text, &self.registry);
        self.to_classic(&text)
    }

    /// OpenMetrics, which the library writes, names a counter without the `_total` of its samples. The
    /// older format, which everybody reads, names it with it, and knows neither units nor an end.
    fn to_classic(&self, text: &str) -> String {
        let counters: Vec<_> = self.descriptions.iter().filter_map(|it| it.name.strip_suffix("_total")).collect();
        let mut classic = String::with_capacity(text.len() + 512);
        for line in text.lines().filter(|line| *line != "# EOF") {
            let mut words = line.splitn(4, ' ');
            let _ = match (words.next(), words.next(), words.next(), words.next()) {
                (Some("#"), Some(what), Some(name), Some(rest)) if counters.contains(&name) => {
                    writeln!(classic, "# {what} {name}_total {rest}")
                }
                _ => writeln!(classic, "{line}"),
            };
        }
        classic
    }
}

/// Counts something for as long as it lasts.
#[derive(Debug)]
pub struct Open(Gauge);

impl Open {
    /// Begins to count.
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
    fn the_text_is_prometheus_own() {
        let metrics = Metrics::default();
        metrics.ended("message.send", "succeeded").inc_by(2);
        metrics.job_seconds.get_or_create(&labels::Kind { kind: "message.send".into() }).observe(0.02);
        metrics.proof_holds.get_or_create(&[]).set(1);
        let text = metrics.render();
        for wanted in [
            "# TYPE switchboard_jobs_ended_total counter\n\
            switchboard_jobs_ended_total{kind=\"message.send\",outcome=\"succeeded\"} 2\n",
            "switchboard_job_seconds_bucket{le=\"0.025\",kind=\"message.send\"} 1\n",
            "# HELP switchboard_ledger_proof_holds Whether the newest proof of the ledger holds: 1 or 0.\n\
            # TYPE switchboard_ledger_proof_holds gauge\n",
        ] {
            assert!(text.contains(wanted), "{wanted} is not in\n{text}");
        }
        assert!(!text.contains("# EOF") && !text.contains("switchboard_ledger_proof_mismatches"), "{text}");
    }

    #[test]
    fn names_follow_prometheus() {
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
    fn what_is_open_is_counted_until_it_is_dropped() {
        let metrics = Metrics::default();
        let (one, two) = (Open::new(&metrics.streams), Open::new(&metrics.streams));
        assert_eq!(metrics.streams.get(), 2);
        drop((one, two));
        assert_eq!(metrics.streams.get(), 0);
    }
}
