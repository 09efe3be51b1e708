//! The only place where a message's status changes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::types::Json;

use super::MessageStatus::{self, Cancelled, Delivered, Failed, Read, Sent};
use super::jobs::ProviderStatus;
use super::{Channel, ProviderError};
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::{JobId, MessageId, TransferId, UserId};
use crate::jobs::JobError;
use crate::ledger;

/// A status update of a message.
#[derive(Debug, Clone)]
pub struct News {
    /// The message.
    pub id: MessageId,
    /// The new status.
    pub status: MessageStatus,
    /// Time of the status.
    pub at: DateTime<Utc>,
    /// The provider's message id, if known.
    pub provider_message_id: Option<String>,
    /// The recipient as the provider knows it, if reported.
    pub recipient: Option<String>,
    /// The failure.
    pub error: Option<JobError>,
    /// The failure in the provider's words.
    pub provider_error: Option<ProviderError>,
}

impl News {
    /// An update to a status.
    #[must_use]
    pub fn of(id: MessageId, status: MessageStatus, at: DateTime<Utc>) -> Self {
        Self { id, status, at, provider_message_id: None, recipient: None, error: None, provider_error: None }
    }
}

struct Row {
    id: MessageId,
    channel: Channel,
    sender_id: Option<UserId>,
    recipient_id: Option<UserId>,
    job_id: Option<JobId>,
    status: MessageStatus,
    charge_id: Option<TransferId>,
    provider_message_id: Option<String>,
    recipient_address: Option<String>,
    error: Option<Json<JobError>>,
    provider_error: Option<Json<ProviderError>>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    delivered_at: Option<DateTime<Utc>>,
    read_at: Option<DateTime<Utc>>,
}

impl Row {
    /// Applies an update, which may be late or a duplicate; returns whether the status changes.
    fn take_in(&mut self, news: &News) -> bool {
        if self.provider_message_id.is_none() {
            self.provider_message_id.clone_from(&news.provider_message_id);
        }
        if let Some(recipient) = &news.recipient {
            self.recipient_address = Some(recipient.clone());
        }
        // A status implies all earlier ones, and none may precede its predecessor: providers report whole seconds.
        let at = news.at.max(self.created_at);
        let reached = |status, known: Option<_>| known.or_else(|| (news.status == status).then_some(at));
        let read_at = reached(Read, self.read_at);
        let delivered_at = reached(Delivered, self.delivered_at).or(read_at);
        self.sent_at = reached(Sent, self.sent_at).or(delivered_at);
        self.delivered_at = delivered_at.max(self.sent_at.filter(|_| delivered_at.is_some()));
        self.read_at = read_at.max(self.delivered_at.filter(|_| read_at.is_some()));
        if !self.status.moves_to(news.status) {
            return false;
        }
        self.status = news.status;
        self.error = news.error.clone().map(Json);
        if let Some(error) = &news.provider_error {
            self.provider_error = Some(Json(error.clone()));
        }
        true
    }

    /// Events for the sender and, on delivery, the recipient.
    fn events(&self) -> Vec<NewEvent> {
        let name: &str = self.status.into();
        let data = json!({
            "id": self.id, "channel": self.channel, "status": self.status, "job_id": self.job_id, "error": self.error,
        });
        let sender = self.sender_id.map(|owner| NewEvent { owner, kind: format!("message.{name}"), data });
        let arrived = self.recipient_id.filter(|_| self.status == Delivered);
        let received = |owner| {
            let data = json!({"id": self.id, "channel": self.channel, "sender_id": self.sender_id});
            NewEvent { owner, kind: "message.received".into(), data }
        };
        sender.into_iter().chain(arrived.map(received)).collect()
    }
}

/// Applies updates in order; refunds messages that they mark as failed or cancelled.
///
/// # Errors
/// Database errors; nothing is applied.
pub async fn advance(tx: &mut Tx, news: &[News], now: DateTime<Utc>) -> sqlx::Result<()> {
    let ids: Vec<_> = news.iter().map(|news| news.id.uuid()).collect();
    let mut rows: HashMap<_, _> = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: MessageId", channel AS "channel: Channel", sender_id AS "sender_id: UserId",
            recipient_id AS "recipient_id: UserId", job_id AS "job_id: JobId", status AS "status: MessageStatus", charge_id AS "charge_id: TransferId",
            provider_message_id, recipient_address, error AS "error: Json<JobError>", provider_error AS "provider_error: Json<ProviderError>",
            created_at, sent_at, delivered_at, read_at
        FROM messages WHERE id = ANY($1) ORDER BY id FOR UPDATE"#,
        &ids,
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(|row| (row.id, row))
    .collect();
    let (mut charges, mut changes) = (Vec::new(), Vec::new());
    for news in news {
        let Some(row) = rows.get_mut(&news.id) else { continue };
        if row.take_in(news) {
            changes.extend(row.events());
            charges.extend(row.charge_id.filter(|_| matches!(row.status, Failed | Cancelled)));
        }
    }
    write(tx, &rows.into_values().collect::<Vec<_>>()).await?;
    events::record(tx, changes, now);
    ledger::refund(tx, &charges, now).await?;
    Ok(())
}

async fn write(tx: &mut Tx, rows: &[Row]) -> sqlx::Result<()> {
    // Updates are definite: the send is no longer uncertain.
    sqlx::query!(
        "UPDATE messages SET status = new.status, provider_message_id = new.provider_message_id, error = new.error,
            sent_at = new.sent_at, delivered_at = new.delivered_at, read_at = new.read_at, sending_at = NULL,
            provider_error = new.provider_error, recipient_address = new.recipient_address
        FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::jsonb[], $9::text[])
            AS new (id, status, provider_message_id, error, sent_at, delivered_at, read_at, provider_error, recipient_address)
        WHERE messages.id = new.id",
        &rows.iter().map(|row| row.id.uuid()).collect::<Vec<_>>(),
        &rows.iter().map(|row| row.status).collect::<Vec<_>>() as &[MessageStatus],
        &rows.iter().map(|row| row.provider_message_id.clone()).collect::<Vec<_>>() as &[Option<String>],
        &rows.iter().map(|row| row.error.as_ref().map(|error| json!(error))).collect::<Vec<_>>() as &[Option<serde_json::Value>],
        &rows.iter().map(|row| row.sent_at).collect::<Vec<_>>() as &[Option<DateTime<Utc>>],
        &rows.iter().map(|row| row.delivered_at).collect::<Vec<_>>() as &[Option<DateTime<Utc>>],
        &rows.iter().map(|row| row.read_at).collect::<Vec<_>>() as &[Option<DateTime<Utc>>],
        &rows.iter().map(|row| row.provider_error.as_ref().map(|error| json!(error))).collect::<Vec<_>>() as &[Option<serde_json::Value>],
        &rows.iter().map(|row| row.recipient_address.clone()).collect::<Vec<_>>() as &[Option<String>],
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The messages that provider statuses refer to, in order: by our id if the provider returned it, otherwise by the
/// provider's. A status for one number never matches a message sent from another; `shared` is the platform's number.
///
/// # Errors
/// Database errors.
pub async fn messages_of(
    tx: &mut Tx,
    shared: &str,
    statuses: &[&ProviderStatus],
) -> sqlx::Result<Vec<Option<MessageId>>> {
    let by_own_id: Vec<_> = statuses.iter().map(|it| it.message_id).collect();
    let by_provider_id: Vec<_> = statuses.iter().map(|it| it.provider_message_id.clone()).collect();
    let numbers: Vec<_> = statuses.iter().map(|it| it.number_id.clone()).collect();
    // A message without a recorded number went out from its sender's number, or was never sent.
    sqlx::query_scalar!(
        r#"SELECT message.id AS "id?: MessageId"
        FROM UNNEST($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (own_id, provider_id, number, position)
        LEFT JOIN LATERAL (
            (SELECT id, sender_id, number_id FROM messages
             WHERE id = asked.own_id AND channel = $5 AND sender_id IS NOT NULL LIMIT 1)
            UNION ALL
            (SELECT id, sender_id, number_id FROM messages
             WHERE asked.own_id IS NULL AND provider_message_id = asked.provider_id AND sender_id IS NOT NULL LIMIT 1)
        ) AS message ON asked.number IS NULL OR asked.number = coalesce(message.number_id,
            (SELECT phone_number_id FROM whatsapp_numbers WHERE user_id = message.sender_id AND verified_at IS NOT NULL), $4)
        ORDER BY position"#,
        &by_own_id as &[Option<MessageId>],
        &by_provider_id,
        &numbers as &[Option<String>],
        shared,
        Channel::Whatsapp as Channel,
    )
    .fetch_all(tx.conn())
    .await
}
