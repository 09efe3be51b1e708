use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::types::Json;
use utoipa::ToSchema;

use super::content::{Content, Media, UseTemplate};
use super::{Channel, Recipient};
use crate::accounts::{UserRef, is_e164};
use crate::ids::{JobId, MessageId};
use crate::jobs::JobError;
use crate::json;

/// Maximum length of a message's text.
pub const MAX_BODY_CHARACTERS: usize = 4096;
/// Maximum size of a message's metadata, in bytes of JSON.
const MAX_METADATA_BYTES: usize = 4096;

crate::text_enum! {
    /// Status of a message.
    pub enum MessageStatus {
        /// Waits for its scheduled time.
        Scheduled,
        /// Waits for a worker.
        Queued,
        /// Cancelled before it was sent.
        Cancelled,
        /// Sent, but its outcome can't be determined.
        Unknown,
        /// Accepted by the provider.
        Sent,
        /// Failed; refunded.
        Failed,
        /// Delivered to its recipient.
        Delivered,
        /// Read by the recipient.
        Read,
    }
}

impl MessageStatus {
    /// Progress of a status. Updates arrive late, twice and in any order: a status only moves up. Hence `failed`
    /// outranks `sent`, and a later `delivered` corrects a `failed`.
    fn rank(self) -> u8 {
        match self {
            Self::Scheduled | Self::Queued => 0,
            Self::Cancelled | Self::Unknown => 1,
            Self::Sent => 2,
            Self::Failed => 3,
            Self::Delivered => 4,
            Self::Read => 5,
        }
    }

    /// Whether an update to `next` changes the status.
    #[must_use]
    pub fn moves_to(self, next: Self) -> bool {
        next.rank() > self.rank()
    }
}

/// An error of the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProviderError {
    /// Its code.
    #[schema(examples(131_026))]
    pub code: i64,
    /// Its text.
    pub message: Option<String>,
    /// Its details.
    #[serde(default)]
    pub details: Option<String>,
    /// The provider's request id, for its support.
    #[serde(default)]
    pub request_id: Option<String>,
}

/// A message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The channel.
    pub channel: Channel,
    /// The destination as given by the sender. Of an inbound message: the receiving number, as its provider has it.
    pub to: String,
    /// The number that an inbound message came from.
    pub from: Option<String>,
    /// The sender; null for an inbound message.
    pub sender: Option<UserRef>,
    /// The recipient: in-app and inbound.
    pub recipient: Option<UserRef>,
    /// The text; of a template as its recipient reads it, of a file its caption.
    pub body: String,
    /// Its template or file.
    #[schema(value_type = Option<Content>)]
    pub content: Option<Json<Content>>,
    /// The status.
    pub status: MessageStatus,
    /// Parts that the channel bills.
    pub segments: i16,
    /// Price in credits; visible to its sender only.
    pub price: Option<i64>,
    /// The job that sends it; visible to its sender only.
    pub job_id: Option<JobId>,
    /// The provider's message id.
    pub provider_message_id: Option<String>,
    /// Of an inbound message: the provider's id of the message that it quotes, reacts to, edits or revokes.
    pub reference_id: Option<String>,
    /// The failure.
    #[schema(value_type = Option<JobError>)]
    pub error: Option<Json<JobError>>,
    /// The last error that the provider reported, in its own words; visible to its sender only.
    #[schema(value_type = Option<ProviderError>)]
    pub provider_error: Option<Json<ProviderError>>,
    /// Earliest time of sending.
    pub send_at: Option<DateTime<Utc>>,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// When the provider accepted it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was delivered to its recipient.
    pub delivered_at: Option<DateTime<Utc>>,
    /// When the recipient read it.
    pub read_at: Option<DateTime<Utc>>,
    /// The failed message that this one repeats.
    pub retry_of: Option<MessageId>,
    /// The sender's metadata; visible to its sender only. Of an inbound message: `type`, as the provider names it.
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    pub metadata: Value,
}

/// A message to send.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"channel": "whatsapp", "to": "+15550100001", "body": "Hello"})))]
pub struct NewMessage {
    /// The channel.
    #[garde(skip)]
    pub channel: Channel,
    /// A number in E.164; in-app a user's id or name.
    #[garde(length(min = 1, max = 128), custom(recipient_of(self.channel)))]
    #[schema(examples("+15550100001"))]
    pub to: String,
    /// A text, at most 4096 characters. Exactly one of `body`, `template` and `media` is needed.
    #[serde(default)]
    #[garde(custom(one_of(self.template.is_some(), self.media.is_some())), inner(length(chars, min = 1, max = MAX_BODY_CHARACTERS), custom(is_text)))]
    #[schema(examples("Your parcel is on its way."))]
    pub body: Option<String>,
    /// One of your templates.
    #[serde(default)]
    #[garde(dive)]
    pub template: Option<UseTemplate>,
    /// A file; not in-app.
    #[serde(default)]
    #[garde(dive, custom(files_of(self.channel)))]
    pub media: Option<Media>,
    /// Earliest time of sending; at most a year ahead.
    #[serde(default, deserialize_with = "crate::dates::read_optional")]
    #[garde(skip)]
    pub send_at: Option<DateTime<Utc>>,
    /// Your own data, at most 4 KB of JSON; returned with the message.
    #[serde(default)]
    #[garde(custom(is_small))]
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    pub metadata: Map<String, Value>,
}

fn recipient_of(channel: Channel) -> impl FnOnce(&str, &()) -> garde::Result {
    move |to, ()| match channel.spec().recipient {
        Recipient::Phone if !is_e164(to) => Err(garde::Error::new("must be a number in E.164, like +15550100001")),
        Recipient::Phone | Recipient::User => is_text(to, &()),
    }
}

fn one_of(template: bool, media: bool) -> impl FnOnce(&Option<String>, &()) -> garde::Result {
    move |body, ()| match usize::from(body.is_some()) + usize::from(template) + usize::from(media) {
        1 => Ok(()),
        0 => Err(garde::Error::new("a body, a template or media is needed")),
        _ => Err(garde::Error::new("only one of body, template and media is possible")),
    }
}

fn files_of(channel: Channel) -> impl FnOnce(&Option<Media>, &()) -> garde::Result {
    move |media, ()| match media {
        Some(_) if !channel.spec().carries_content => Err(garde::Error::new("messages of this channel carry no file")),
        Some(_) | None => Ok(()),
    }
}

fn is_text(text: &str, (): &()) -> garde::Result {
    // Postgres rejects NUL in texts.
    if text.contains('\0') || text.trim().is_empty() {
        return Err(garde::Error::new("must have some text and no NUL"));
    }
    Ok(())
}

fn is_small(metadata: &Map<String, Value>, (): &()) -> garde::Result {
    json::check(metadata, MAX_METADATA_BYTES).map_err(garde::Error::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use MessageStatus::{Delivered, Failed, Queued, Read, Sent, Unknown};
    use strum::IntoEnumIterator;

    #[test]
    fn statuses_in_any_order_converge() {
        for order in
            [[Sent, Delivered, Read], [Read, Delivered, Sent], [Delivered, Sent, Read], [Delivered, Read, Sent]]
        {
            let end = order.into_iter().fold(Queued, |now, next| if now.moves_to(next) { next } else { now });
            assert_eq!(end, Read);
        }
        assert!(Sent.moves_to(Failed) && Unknown.moves_to(Failed) && Unknown.moves_to(Delivered));
        assert!(Failed.moves_to(Delivered) && !Delivered.moves_to(Failed) && !Failed.moves_to(Sent));
        assert!(MessageStatus::iter().all(|status| !status.moves_to(status)));
    }
}
