//! A message's statuses after it was accepted.

use std::{sync::Arc, time::Duration};

use chrono::Utc;
use serde_json::json;

use super::{
    Provider,
    graph_error::UNDELIVERABLE,
    magic::{Behaviour, LATE},
    payload::{self, StatusEvent},
    store::{Message, Status},
};

/// A status after a pause.
struct Step {
    pause: Duration,
    status: Status,
    error_code: Option<u32>,
    /// How often it is sent.
    times: u32,
    /// Its age in seconds when the first status was sent. Default: it happens when sent.
    age: Option<i64>,
}

impl Step {
    /// Its time in seconds since 1970: by the first status' time, or by now.
    fn timestamp(&self, first_at: i64, now: i64) -> i64 {
        self.age.map_or(now, |age| first_at - age)
    }
}

/// Waits for `delay`, then sends a message's statuses in sequence.
pub(super) async fn run(provider: Arc<Provider>, message: Message, behaviour: Behaviour, delay: Duration) {
    tokio::time::sleep(delay).await;
    let mut first_at = None;
    for step in steps(behaviour, provider.setup.config.status_delay) {
        tokio::time::sleep(step.pause).await;
        let identity = {
            let mut memory = provider.state();
            memory.store.advance(&message.wamid, step.status);
            memory.identity
        };
        let now = Utc::now().timestamp();
        let timestamp = step.timestamp(*first_at.get_or_insert(now), now);
        let event = StatusEvent::new(json!(step.status), &message.wamid, Some(&message), step.error_code, identity)
            .with_timestamp(timestamp.to_string());
        let change = provider.business(&message.phone_number_id).statuses(&[event]);
        let webhook = payload::webhook([[change].as_slice()]);
        for _ in 0..step.times {
            provider.setup.webhooks.deliver(&message.wamid, webhook.clone()).await;
        }
    }
}

fn steps(behaviour: Behaviour, pause: Duration) -> Vec<Step> {
    let step = |status| Step { pause, status, error_code: None, times: 1, age: None };
    let (sent, delivered, read) = (step(Status::Sent), step(Status::Delivered), step(Status::Read));
    let failed = |code| Step { error_code: Some(code), ..step(Status::Failed) };
    let late = Step { pause: LATE, ..failed(UNDELIVERABLE) };
    match behaviour {
        Behaviour::LoseAnswer { statuses: false } | Behaviour::NoStatus => vec![],
        Behaviour::Fail { code } => vec![failed(code)],
        Behaviour::StatusesTwice => vec![Step { times: 2, ..sent }, Step { times: 2, ..delivered }],
        // Only the webhooks' order is wrong: timestamps are right, whatever the delays.
        Behaviour::StatusesReversed => vec![read, Step { age: Some(1), ..delivered }, Step { age: Some(2), ..sent }],
        Behaviour::StatusesFirst => {
            let at_once = |step: Step| Step { pause: Duration::ZERO, ..step };
            vec![at_once(sent), at_once(delivered)]
        }
        Behaviour::ReadAlone => vec![sent, read],
        Behaviour::FailAfterDelivered => vec![sent, delivered, late],
        Behaviour::FailAfterSent => vec![sent, late],
        _ => vec![sent, delivered],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reversed_statuses_keep_chronological_timestamps() {
        for (second, third) in [(0, 0), (0, 1), (1, 1), (1, 2), (10, 20)] {
            let told_at = [0, second, third].map(|seconds| 1_700_000_000 + seconds);
            let steps = steps(Behaviour::StatusesReversed, Duration::ZERO);
            let times: Vec<_> = steps.iter().zip(told_at).map(|(step, now)| step.timestamp(told_at[0], now)).collect();
            assert!(times.is_sorted_by(|one, other| one > other), "{times:?}");
        }
        for step in steps(Behaviour::ReadAlone, Duration::ZERO) {
            assert_eq!(step.timestamp(1_700_000_000, 1_700_000_005), 1_700_000_005);
        }
    }
}
