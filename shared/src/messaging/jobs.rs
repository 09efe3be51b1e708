//! The jobs of this domain: payloads and handlers.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::content::Media;
use super::{Channel, MessageStatus, ProviderError};
use crate::ids::{MessageId, UserId};
use crate::jobs::{JobKind, NewJob, Queue, Task};

/// Delivers an in-app message to its recipient.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendInApp {
    /// The message.
    pub message_id: MessageId,
}

impl JobKind for SendInApp {
    const NAME: &'static str = "message.send";
    const QUEUE: Queue = Queue::Messages;
    const MAX_ATTEMPTS: i32 = 5;
    const TIMEOUT: Duration = Duration::from_secs(10);
    type Output = Sent;
}

/// Sends a message over WhatsApp.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeliverWhatsApp {
    /// The message.
    pub message_id: MessageId,
}

impl JobKind for DeliverWhatsApp {
    const NAME: &'static str = "whatsapp.deliver";
    const QUEUE: Queue = Queue::Whatsapp;
    const MAX_ATTEMPTS: i32 = 6;
    const TIMEOUT: Duration = Duration::from_secs(30);
    type Output = Sent;
}

/// Result of a send.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sent {
    /// The message.
    pub message_id: MessageId,
    /// The provider's message id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_message_id: Option<String>,
}

/// Applies a WhatsApp webhook: statuses of sent messages, and inbound messages.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApplyStatuses {
    /// Message statuses, in WhatsApp's order.
    #[serde(default)]
    pub statuses: Vec<ProviderStatus>,
    /// Inbound messages.
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

/// A provider's status of one message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProviderStatus {
    /// The provider's message id.
    pub provider_message_id: String,
    /// Our id, if the provider returned it.
    pub message_id: Option<MessageId>,
    /// The provider's id of the sending number. `None` only in jobs that predate this field.
    #[serde(default)]
    pub number_id: Option<String>,
    /// The recipient as the provider knows it.
    #[serde(default)]
    pub recipient: Option<String>,
    /// The status.
    pub status: MessageStatus,
    /// Time of the status.
    pub at: Option<DateTime<Utc>>,
    /// The failure in the provider's words.
    pub error: Option<ProviderError>,
}

/// An inbound message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inbound {
    /// The provider's message id.
    pub provider_message_id: String,
    /// The provider's id of our receiving number.
    pub number_id: String,
    /// The sending phone, digits only, or the user's id if WhatsApp hides the number.
    pub from: String,
    /// Its type, in the provider's words.
    pub kind: String,
    /// Its text, its caption, or the text of the pressed button.
    pub body: String,
    /// Its file: the type, and the provider's file id.
    pub media: Option<Media>,
    /// The provider's id of the message that it quotes, reacts to, edits or revokes.
    #[serde(alias = "answers")]
    pub reference: Option<String>,
    /// Time of sending.
    pub at: Option<DateTime<Utc>>,
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Applied {
    /// Number of statuses.
    pub statuses: usize,
    /// Number of inbound messages.
    #[serde(default)]
    pub inbound: usize,
}

/// Verifies with WhatsApp that a token belongs to an account's number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerifyNumber {
    /// The account.
    pub owner: UserId,
    /// The claim's revision.
    pub revision: i64,
}

impl JobKind for VerifyNumber {
    const NAME: &'static str = "whatsapp.verify_number";
    const QUEUE: Queue = Queue::Whatsapp;
    const MAX_ATTEMPTS: i32 = 6;
    const TIMEOUT: Duration = Duration::from_secs(90);
    type Output = Verified;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Verified {
    /// WhatsApp's id of the number; null if it was changed or removed meanwhile.
    pub phone_number_id: Option<String>,
}

/// Enqueues the verification of numbers last checked a day ago.
#[derive(Debug, Serialize, Deserialize)]
pub struct RecheckNumbers {}

impl JobKind for RecheckNumbers {
    const NAME: &'static str = "whatsapp.recheck_numbers";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(30);
    type Output = Rechecked;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rechecked {
    /// Number of verifications enqueued.
    pub enqueued: u64,
}

/// The verification in a job of this domain.
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

/// Error code of an uncertain send whose outcome can't be determined.
pub const OUTCOME_UNKNOWN: &str = "outcome_unknown";
