//! The jobs of this domain: what they need, and how they are run.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::content::Media;
use super::{Channel, MessageStatus, ProviderError};
use crate::ids::{MessageId, UserId};
use crate::jobs::{JobKind, NewJob, Queue, Task};

/// Hands an in-app message to its recipient.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendInApp {
    /// Which.
    pub message_id: MessageId,
}

impl JobKind for SendInApp {
    const NAME: &'static str = "message.send";
    const QUEUE: Queue = Queue::Messages;
    const MAX_ATTEMPTS: i32 = 5;
    const TIMEOUT: Duration = Duration::from_secs(10);
    type Output = Sent;
}

/// Hands a message to WhatsApp.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeliverWhatsApp {
    /// Which.
    pub message_id: MessageId,
}

impl JobKind for DeliverWhatsApp {
    const NAME: &'static str = "whatsapp.deliver";
    const QUEUE: Queue = Queue::Whatsapp;
    const MAX_ATTEMPTS: i32 = 6;
    const TIMEOUT: Duration = Duration::from_secs(30);
    type Output = Sent;
}

/// What came of a send.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sent {
    /// Which message.
    pub message_id: MessageId,
    /// The provider's id for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_message_id: Option<String>,
}

/// Applies what WhatsApp told: of messages that went out, and messages that came in.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApplyStatuses {
    /// What became of messages, in its order.
    #[serde(default)]
    pub statuses: Vec<ProviderStatus>,
    /// What came in.
    #[serde(default)]
    pub inbound: Vec<Inbound>,
}

impl JobKind for ApplyStatuses {
    const NAME: &'static str = "whatsapp.apply_status";
    const QUEUE: Queue = Queue::Whatsapp;
    const MAX_ATTEMPTS: i32 = 20;
    const TIMEOUT: Duration = Duration::from_secs(10);
    type Output = Applied;
}

/// What a provider told of one message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProviderStatus {
    /// The provider's id for it.
    pub provider_message_id: String,
    /// Our id, where the provider sent it back.
    pub message_id: Option<MessageId>,
    /// The number that the message went out from, by the provider's id. `None` only in jobs from before it was kept.
    #[serde(default)]
    pub number_id: Option<String>,
    /// The recipient as the provider knows it.
    #[serde(default)]
    pub recipient: Option<String>,
    /// Where it stands.
    pub status: MessageStatus,
    /// Since when.
    pub at: Option<DateTime<Utc>>,
    /// Why it failed, in the provider's words.
    pub error: Option<ProviderError>,
}

/// A message that came in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inbound {
    /// The provider's id for it.
    pub provider_message_id: String,
    /// The number of ours that it came to, by the provider's id.
    pub number_id: String,
    /// The phone that it came from, digits only, or where WhatsApp hides that the user's id.
    pub from: String,
    /// Its type, in the provider's words.
    pub kind: String,
    /// Its text, caption, or the text of the button that was pressed.
    pub body: String,
    /// The file that it carries: its type, and the provider's id for it.
    pub media: Option<Media>,
    /// The provider's id of the message that it quotes, reacts to, edits or revokes.
    #[serde(alias = "answers")]
    pub reference: Option<String>,
    /// When it was sent.
    pub at: Option<DateTime<Utc>>,
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Applied {
    /// How many statuses were told.
    pub statuses: usize,
    /// How many messages came in.
    #[serde(default)]
    pub inbound: usize,
}

/// Asks WhatsApp whether the token of an account's number belongs to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerifyNumber {
    /// Whose.
    pub owner: UserId,
    /// Of which change of it.
    pub revision: i64,
}

impl JobKind for VerifyNumber {
    const NAME: &'static str = "whatsapp.verify_number";
    const QUEUE: Queue = Queue::Whatsapp;
    const MAX_ATTEMPTS: i32 = 6;
    const TIMEOUT: Duration = Duration::from_secs(90);
    type Output = Verified;
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Verified {
    /// The number, by WhatsApp's id; null where it was changed or removed meanwhile.
    pub phone_number_id: Option<String>,
}

/// Enqueues the verification of numbers that were last checked a day ago.
#[derive(Debug, Serialize, Deserialize)]
pub struct RecheckNumbers {}

impl JobKind for RecheckNumbers {
    const NAME: &'static str = "whatsapp.recheck_numbers";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(30);
    type Output = Rechecked;
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rechecked {
    /// How many verifications were enqueued.
    pub enqueued: u64,
}

/// The verification that a job of this domain is.
#[must_use]
pub fn verification_of(task: &Task) -> Option<VerifyNumber> {
    if task.kind == VerifyNumber::NAME { VerifyNumber::deserialize(&task.payload).ok() } else { None }
}

/// The message that a job of this domain sends.
#[must_use]
pub fn message_of(task: &Task) -> Option<MessageId> {
    if ![SendInApp::NAME, DeliverWhatsApp::NAME].contains(&task.kind.as_str()) {
        return None;
    }
    task.payload.get("message_id")?.as_str()?.parse().ok()
}

/// The job that sends a message.
pub(super) fn send_job(channel: Channel, message_id: MessageId, run_at: DateTime<Utc>) -> sqlx::Result<NewJob> {
    match channel {
        Channel::InApp => NewJob::new(&SendInApp { message_id }, run_at),
        Channel::Whatsapp => NewJob::new(&DeliverWhatsApp { message_id }, run_at),
    }
}

/// The code of a send that went out and whose fate can't be found out.
pub const OUTCOME_UNKNOWN: &str = "outcome_unknown";
