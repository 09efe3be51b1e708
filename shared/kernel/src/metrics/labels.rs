//! Metric labels. Each has few values (kinds, queues, route patterns, outcomes); never ids, names of people,
//! addresses or paths.

use std::borrow::Cow;

use prometheus_client::encoding::EncodeLabelSet;

/// For a series without labels.
pub type NoLabels = [(&'static str, &'static str); 0];

/// An HTTP request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Http {
    /// A standard method; `other` for any other.
    pub method: &'static str,
    /// The route's pattern; `none` if no route matches.
    pub route: String,
    /// HTTP status.
    pub status: u16,
    /// Whether the response was held back by `Prefer: wait`.
    pub held: bool,
}

/// A listener.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Listener {
    /// `api` or `metrics`.
    pub listener: &'static str,
}

/// Why a listener refused or closed a connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ListenerReason {
    /// `api` or `metrics`.
    pub listener: &'static str,
    /// Reason.
    pub reason: &'static str,
}

/// A limit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Limit {
    /// Its name.
    pub limit: &'static str,
}

/// Why something ended or was refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Reason {
    /// Reason.
    pub reason: &'static str,
}

/// A provider's webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Webhook {
    /// Its name.
    pub provider: &'static str,
}

/// A kind of job.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Kind {
    /// Its public name.
    pub kind: Cow<'static, str>,
}

/// The outcome for a kind of job.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct KindOutcome {
    /// The kind's public name.
    pub kind: Cow<'static, str>,
    /// The outcome.
    pub outcome: &'static str,
}

/// A queue.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Queue {
    /// Its name.
    pub queue: &'static str,
}

/// Jobs of a kind in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct QueueKind {
    /// The queue's name.
    pub queue: String,
    /// The kind's public name.
    pub kind: String,
}

/// Jobs of a kind in a queue, by state.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct QueueKindState {
    /// The queue's name.
    pub queue: String,
    /// The kind's public name.
    pub kind: String,
    /// `waiting` (due), `scheduled` (later), `retrying` or `running`.
    pub state: &'static str,
}

/// A call to a provider.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Provider {
    /// The provider.
    pub provider: &'static str,
    /// Outcome class.
    pub outcome: &'static str,
}

/// Pool connections.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Connection {
    /// `used` or `idle`.
    pub state: &'static str,
}

/// A Redis.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Store {
    /// `queue`, or `cache` if it is a separate server.
    pub store: &'static str,
}

/// A database on the server.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Database {
    /// Its name, set by operators.
    pub database: String,
}
