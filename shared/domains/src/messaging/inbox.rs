//! An account's inbox: the phones that wrote to it, by time of their last message.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgExecutor;
use utoipa::ToSchema;

use super::contacts::{address, shown};
use super::{Channel, Direction, MediaKind, MessageStatus};
use crate::ids::{MessageId, UserId};
use crate::page::{Page, PageRequest};

/// The channel whose phones write to accounts.
const CHANNEL: Channel = Channel::Whatsapp;

/// Preview length of the newest message's text, in characters.
const PREVIEW_CHARACTERS: i32 = 160;

/// A phone that wrote to an account.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct InboxContact {
    /// Its number, or WhatsApp's id of a user whose number is hidden.
    #[schema(examples("+15550100001"))]
    pub to: String,
    /// The channel on which it wrote.
    pub channel: Channel,
    /// Time of its last message, by its provider's clock.
    pub last_inbound_at: DateTime<Utc>,
    /// WhatsApp takes free-form texts to this phone until then, as far as we know; its own clock decides. Null if it
    /// takes templates only.
    pub window_ends_at: Option<DateTime<Utc>>,
    /// Whether its newest message is unread.
    pub unread: bool,
    /// The newest message to or from it.
    pub last_message: Option<Preview>,
}

/// A message preview.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MessagePreview)]
pub struct Preview {
    /// The message.
    pub id: MessageId,
    /// Whether the account sent it or received it.
    pub direction: Direction,
    /// The first 160 characters of its text.
    pub body: String,
    /// The type of its file.
    pub media: Option<MediaKind>,
    /// The status.
    pub status: MessageStatus,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
}

/// A position in the list: the phones that wrote before that moment follow.
#[derive(Debug, Clone)]
pub struct InboxPosition {
    at: DateTime<Utc>,
    address: String,
}

impl fmt::Display for InboxPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at.timestamp_micros(), self.address)
    }
}

impl FromStr for InboxPosition {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, address) = text.split_once(' ').ok_or(())?;
        let at = DateTime::from_timestamp_micros(at.parse().map_err(|_| ())?).ok_or(())?;
        Ok(Self { at, address: address.to_owned() })
    }
}

struct Row {
    address: String,
    last_inbound_at: DateTime<Utc>,
    unread: bool,
    id: Option<MessageId>,
    is_sent: Option<bool>,
    body: Option<String>,
    media: Option<MediaKind>,
    status: Option<MessageStatus>,
    created_at: Option<DateTime<Utc>>,
}

impl Row {
    fn preview(&self) -> Option<Preview> {
        Some(Preview {
            id: self.id?,
            direction: if self.is_sent? { Direction::Sent } else { Direction::Received },
            body: self.body.clone()?,
            media: self.media,
            status: self.status?,
            created_at: self.created_at?,
        })
    }

    fn contact(self, now: DateTime<Utc>) -> InboxContact {
        InboxContact {
            to: shown(&self.address),
            channel: CHANNEL,
            last_inbound_at: self.last_inbound_at,
            window_ends_at: CHANNEL.spec().window.map(|window| self.last_inbound_at + window).filter(|end| *end > now),
            unread: self.unread,
            last_message: self.preview(),
        }
    }
}

/// The phones that wrote to `owner`, latest first.
///
/// # Errors
/// Database errors.
pub async fn inbox(
    db: impl PgExecutor<'_>,
    owner: UserId,
    request: &PageRequest<InboxPosition>,
    now: DateTime<Utc>,
) -> sqlx::Result<Page<InboxContact>> {
    let rows = read(db, owner, None, request.after.as_ref(), request.rows()).await?;
    let contacts = rows.into_iter().map(|row| row.contact(now)).collect();
    Ok(request.page(contacts, |contact: &InboxContact| InboxPosition {
        at: contact.last_inbound_at,
        address: address(&contact.to),
    }))
}

/// A phone that wrote to `owner`, by its number with or without the plus; `None` if it never did.
///
/// # Errors
/// Database errors.
pub async fn inbox_contact(
    db: impl PgExecutor<'_>,
    owner: UserId,
    to: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<InboxContact>> {
    Ok(read(db, owner, Some(&address(to)), None, 1).await?.pop().map(|row| row.contact(now)))
}

/// The newest message of each contact and direction is one index entry: a page reads no more rows than it has entries,
/// however many messages exist.
async fn read(
    db: impl PgExecutor<'_>,
    owner: UserId,
    only: Option<&str>,
    after: Option<&InboxPosition>,
    limit: i64,
) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"WITH contact AS MATERIALIZED (
            SELECT address, last_inbound_at, CASE WHEN address ~ '^[0-9]+$' THEN '+' || address ELSE address END AS phone
            FROM contacts
            WHERE owner_id = $1 AND channel = $2 AND last_inbound_at IS NOT NULL AND ($3::text IS NULL OR address = $3)
                AND ($4::timestamptz IS NULL OR (last_inbound_at, address) < ($4, $5::text))
            ORDER BY last_inbound_at DESC, address DESC LIMIT $6)
        SELECT contact.address AS "address!", contact.last_inbound_at AS "last_inbound_at!",
            coalesce(received.unread, false) AS "unread!", newest.id AS "id?: MessageId",
            newest.sender_id IS NOT NULL AS is_sent, left(newest.body, $7) AS body,
            newest.content->'media'->>'type' AS "media: MediaKind", newest.status AS "status?: MessageStatus",
            newest.created_at AS "created_at?"
        FROM contact
        LEFT JOIN LATERAL (
            SELECT id, status <> 'read' AS unread FROM messages
            WHERE recipient_id = $1 AND from_number = contact.phone ORDER BY id DESC LIMIT 1) AS received ON true
        LEFT JOIN LATERAL (
            SELECT id FROM messages
            WHERE sender_id = $1 AND recipient = contact.phone AND channel <> 'in_app' ORDER BY id DESC LIMIT 1) AS sent ON true
        LEFT JOIN messages AS newest ON newest.id = greatest(received.id, sent.id)
        ORDER BY contact.last_inbound_at DESC, contact.address DESC"#,
        owner.uuid(),
        CHANNEL as Channel,
        only,
        after.map(|position| position.at),
        after.map(|position| position.address.as_str()),
        limit,
        PREVIEW_CHARACTERS,
    )
    .fetch_all(db)
    .await
}
