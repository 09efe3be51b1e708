//! The jobs of this domain: payloads and handlers.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use super::channel::{DeliverWhatsApp, SendInApp, SendsMessage, Sent};
use super::content::Media;
pub use super::numbers::{Verified, VerifyNumber};
use super::{MessageStatus, ProviderError};
use crate::ids::MessageId;
use crate::jobs::{JobKind, Queue};

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

/// Error code of an uncertain send whose outcome can't be determined.
pub const OUTCOME_UNKNOWN: &str = "outcome_unknown";
