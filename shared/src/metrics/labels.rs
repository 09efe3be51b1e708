//! Labels. Each takes few values: kinds, queues, routes' patterns, outcomes; never an id, a name of
//! somebody, an address or a path.

use std::borrow::Cow;

use prometheus_client::encoding::EncodeLabelSet;

/// Of what there is at most one.
pub type NoLabels = [(&'static str, &'static str); 0];

/// An HTTP request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Http {
    /// One of HTTP's own; `other` for whatever else somebody sends.
    pub method: &'static str,
    /// The route's pattern; `none` where no route fits.
    pub route: String,
    /// Of the answer.
    pub status: u16,
    /// Whether the answer was held back as the client wished (`Prefer: wait`).
    pub held: bool,
}

/// A listener.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Listener {
    /// `api` or `metrics`.
    pub listener: &'static str,
}

/// Why a connection of a listener was refused or closed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ListenerReason {
    /// `api` or `metrics`.
    pub listener: &'static str,
    /// In a word.
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
    /// In a word.
    pub reason: &'static str,
}

/// A provider's webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Webhook {
    /// Whose.
    pub provider: &'static str,
}

/// A kind of job.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Kind {
    /// Its public name.
    pub kind: Cow<'static, str>,
}

/// How something ended for a kind of job.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct KindOutcome {
    /// The kind's public name.
    pub kind: Cow<'static, str>,
    /// How.
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

/// Jobs of a kind in a queue, by where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct QueueKindState {
    /// The queue's name.
    pub queue: String,
    /// The kind's public name.
    pub kind: String,
    /// `waiting` (due), `scheduled` (later), `retrying` or `running`.
    pub state: &'static str,
}

/// A call of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Provider {
    /// Who was called.
    pub provider: &'static str,
    /// The class of its answer.
    pub outcome: &'static str,
}

/// Connections of the pool.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Connection {
    /// `used` or `idle`.
    pub state: &'static str,
}

/// A Redis.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Store {
    /// `queue`, or `cache` where that is a server of its own.
    pub store: &'static str,
}

/// A database of the server.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Database {
    /// Its name, which operators chose.
    pub database: String,
}
