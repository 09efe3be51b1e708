//! What is told of a message after it was accepted.

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

/// One status, after a pause.
struct Step {
    pause: Duration,
    status: Status,
    error_code: Option<u32>,
    /// How often it is told.
    times: u32,
    /// For how many seconds it has been true.
    age: i64,
}

/// Waits for `delay`, and takes a message through its statuses, one after the other.
pub(super) async fn run(provider: Arc<Provider>, message: Message, behaviour: Behaviour, delay: Duration) {
    tokio::time::sleep(delay).await;
    for step in steps(behaviour, provider.config.status_delay) {
        tokio::time::sleep(step.pause).await;
        provider.memory().store.advance(&message.wamid, step.status);
        let timestamp = (Utc::now().timestamp() - step.age).to_string();
        let event = StatusEvent::new(json!(step.status), &message.wamid, Some(&message), step.error_code)
            .with_timestamp(timestamp);
        let change = provider.business(&message.phone_number_id).statuses(&[event]);
        let webhook = payload::webhook([[change].as_slice()]);
        for _ in 0..step.times {
            provider.webhooks.deliver(&message.wamid, webhook.clone()).await;
        }
    }
}

fn steps(behaviour: Behaviour, pause: Duration) -> Vec<Step> {
    let step = |status| Step { pause, status, error_code: None, times: 1, age: 0 };
    let (sent, delivered, read) = (step(Status::Sent), step(Status::Delivered), step(Status::Read));
    let failed = |code| Step { error_code: Some(code), ..step(Status::Failed) };
    let late = Step { pause: LATE, ..failed(UNDELIVERABLE) };
    match behaviour {
        Behaviour::LoseAnswer { statuses: false } | Behaviour::NoStatus => vec![],
        Behaviour::Fail { code } => vec![failed(code)],
        Behaviour::StatusesTwice => vec![Step { times: 2, ..sent }, Step { times: 2, ..delivered }],
        // Only the order of the webhooks is wrong: their timestamps are right.
        Behaviour::StatusesReversed => vec![read, Step { age: 1, ..delivered }, Step { age: 2, ..sent }],
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
