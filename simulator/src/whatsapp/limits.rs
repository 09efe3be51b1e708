//! The provider's limits and outages, as controls for tests.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use hashlink::LruCache;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{
    graph_error::{GraphError, PAIR_RATE, THROUGHPUT},
    magic::MAX_DELAY,
    phone::digits,
};

/// Maximum entries for numbers, pairs and messages; the least recently used is evicted.
const CAPACITY: usize = 10_000;
const MAX_RATE: u32 = 1_000_000;
/// In seconds.
const MAX_RETRY_AFTER: u32 = 3600;
/// The window for free-form messages after one from a person.
const SERVICE_WINDOW: TimeDelta = TimeDelta::hours(24);

#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Limits {
    /// Per phone number id; none: no limit.
    messages_per_second: Option<u32>,
    /// None: no `Retry-After`.
    retry_after_seconds: Option<u32>,
    pub(super) window: Window,
    answer_delay_ms: u64,
    /// Whether the statuses of all messages come in reverse: `read`, `delivered`, `sent`.
    pub(super) reverse_statuses: bool,
}

/// The outcome of free-form messages outside the service window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Window {
    /// As inside.
    #[default]
    Off,
    Refuse,
    /// Accepted, then reported as failed.
    Fail,
}

/// While its code is set, all sends fail with it; with a recipient, only those to it.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outage {
    code: Option<u32>,
    recipient: Option<String>,
}

impl Limits {
    fn fault(&self) -> Option<&'static str> {
        if self.messages_per_second.is_some_and(|rate| !(1..=MAX_RATE).contains(&rate)) {
            Some("messages_per_second must be 1 to 1000000, or null")
        } else if self.retry_after_seconds.is_some_and(|seconds| seconds > MAX_RETRY_AFTER) {
            Some("retry_after_seconds must be at most 3600, or null")
        } else if self.answer_delay() > MAX_DELAY {
            Some("answer_delay_ms must be at most 60000")
        } else {
            None
        }
    }

    pub(super) fn answer_delay(&self) -> Duration {
        Duration::from_millis(self.answer_delay_ms)
    }
}

/// A phone number id and the recipient's digits.
type Pair = (String, String);

/// Checks messages against the limits.
pub(super) struct Gate {
    limits: Limits,
    outage: Outage,
    /// When each phone number id's bucket is full again.
    buckets: LruCache<String, Instant>,
    /// When the last message was accepted, for recipients with a pair limit.
    accepted: LruCache<Pair, Instant>,
    /// When a person last wrote.
    inbound: LruCache<Pair, DateTime<Utc>>,
    /// Recipients and callback data refused once.
    refused: LruCache<(String, Option<String>), ()>,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            outage: Outage::default(),
            buckets: LruCache::new(CAPACITY),
            accepted: LruCache::new(CAPACITY),
            inbound: LruCache::new(CAPACITY),
            refused: LruCache::new(CAPACITY),
        }
    }
}

impl Gate {
    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// Replaces all limits and refills all buckets. Returns a validation error.
    pub(super) fn set_limits(&mut self, limits: Limits) -> Result<(), &'static str> {
        if let Some(fault) = limits.fault() {
            return Err(fault);
        }
        self.limits = limits;
        self.buckets.clear();
        Ok(())
    }

    pub(super) fn outage(&self) -> &Outage {
        &self.outage
    }

    pub(super) fn set_outage(&mut self, outage: Outage) {
        self.outage = outage;
    }

    /// The error, if this recipient (digits) has an outage.
    pub(super) fn check_outage(&self, recipient: &str) -> Result<(), GraphError> {
        let is_meant = self.outage.recipient.as_deref().is_none_or(|only| digits(only) == recipient);
        match self.outage.code {
            Some(code) if is_meant => Err(GraphError::of_code(code)),
            _ => Ok(()),
        }
    }

    /// Takes a message from the number's bucket, which holds a tenth of a second's rate.
    pub(super) fn take(&mut self, phone_number_id: &str) -> Result<(), GraphError> {
        let Some(rate) = self.limits.messages_per_second else { return Ok(()) };
        let interval = Duration::from_secs(1) / rate;
        let burst = (rate / 10).max(1);
        let now = Instant::now();
        let full = self.buckets.get(phone_number_id).copied().unwrap_or(now).max(now);
        if full.duration_since(now) > interval * (burst - 1) {
            return Err(GraphError::of_code(THROUGHPUT).with_retry_after(self.limits.retry_after_seconds));
        }
        self.buckets.insert(phone_number_id.to_owned(), full + interval);
        Ok(())
    }

    /// Records an accepted message, unless the pair's last one is newer than `interval`.
    pub(super) fn take_pair(
        &mut self,
        phone_number_id: &str,
        recipient: &str,
        interval: Duration,
    ) -> Result<(), GraphError> {
        let pair = (phone_number_id.to_owned(), recipient.to_owned());
        if self.accepted.get(&pair).is_some_and(|last| last.elapsed() < interval) {
            return Err(GraphError::of_code(PAIR_RATE));
        }
        self.accepted.insert(pair, Instant::now());
        Ok(())
    }

    /// Records a message from a person (digits); older ones than the last are ignored.
    pub(super) fn note_inbound(&mut self, phone_number_id: &str, from: &str, at: DateTime<Utc>) {
        let pair = (phone_number_id.to_owned(), from.to_owned());
        let last = self.inbound.get(&pair).copied().unwrap_or(at).max(at);
        self.inbound.insert(pair, last);
    }

    pub(super) fn is_window_open(&mut self, phone_number_id: &str, recipient: &str, now: DateTime<Utc>) -> bool {
        let last = self.inbound.get(&(phone_number_id.to_owned(), recipient.to_owned()));
        last.is_some_and(|last| now.signed_duration_since(*last) < SERVICE_WINDOW)
    }

    /// Records a one-time refusal; false if it already happened.
    pub(super) fn is_first(&mut self, recipient: &str, callback_data: Option<&str>) -> bool {
        self.refused.insert((recipient.to_owned(), callback_data.map(str::to_owned)), ()).is_none()
    }
}
