//! Messages from outside: stored with the business that they are for.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::contacts::{OptOutScope, address, forget_opt_out, opt_out, shown};
use super::jobs::Inbound;
use super::{Channel, Content, MessageStatus};
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::{MessageId, UserId};

/// Words by which somebody asks for no more messages, and for messages again. The whole message has to be the word.
const STOP_WORDS: [&str; 8] = ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "opt out"];
const START_WORDS: [&str; 3] = ["start", "unstop", "subscribe"];

/// Stores messages that came in, each once, and tells those whom they are for.
///
/// # Errors
/// The database; nothing is stored then.
pub async fn receive(tx: &mut Tx, messages: &[Inbound], now: DateTime<Utc>) -> sqlx::Result<()> {
    for message in messages {
        let owner = owner_of(tx, message).await?;
        let Some(id) = store(tx, message, owner, now).await? else { continue };
        let Some(owner) = owner else {
            tracing::info!(message_id = %id, "a message came in that is for nobody here");
            continue;
        };
        touch(tx, owner, message, now).await?;
        let wish = message.body.trim().to_lowercase();
        let (stop, start) = (STOP_WORDS.contains(&wish.as_str()), START_WORDS.contains(&wish.as_str()));
        if stop {
            opt_out(tx, owner, &message.from, OptOutScope::All, now).await?;
        } else if start {
            forget_opt_out(tx, owner, &message.from).await?;
        }
        let fact = |kind: &str, data| NewEvent { owner, kind: kind.into(), data };
        let from = json!({"channel": Channel::Whatsapp, "from": shown(&message.from)});
        let received = json!({"id": id, "channel": Channel::Whatsapp, "from": shown(&message.from), "sender_id": null});
        let mut facts = vec![fact("message.received", received)];
        facts.extend(stop.then(|| fact("contact.opted_out", from.clone())));
        facts.extend(start.then(|| fact("contact.opted_in", from)));
        events::record(tx, facts, now);
    }
    Ok(())
}

/// For whom a message is: the business whose number it came to. A number that many share is answered to whoever wrote
/// the message that this one quotes, or else to whoever wrote last.
async fn owner_of(tx: &mut Tx, message: &Inbound) -> sqlx::Result<Option<UserId>> {
    if let Some(owner) = super::owner_of_number(tx.conn(), &message.number_id).await? {
        return Ok(Some(owner));
    }
    let quoted = match &message.answers {
        Some(answers) => {
            sqlx::query_scalar!(
                r#"SELECT sender_id AS "id: UserId" FROM messages WHERE provider_message_id = $1"#,
                answers
            )
            .fetch_optional(tx.conn())
            .await?
        }
        None => None,
    };
    if let Some(owner) = quoted.flatten() {
        return Ok(Some(owner));
    }
    // A business with its own number does not share this one.
    let last = sqlx::query_scalar!(
        r#"SELECT sender_id AS "id: UserId" FROM messages
        WHERE recipient = $1 AND channel <> 'in_app' AND sender_id IS NOT NULL AND channel = 'whatsapp'
            AND NOT EXISTS (SELECT FROM whatsapp_numbers WHERE user_id = sender_id)
        ORDER BY id DESC LIMIT 1"#,
        shown(&message.from),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(last.flatten())
}

/// Stores a message; `None` where it was stored before.
async fn store(
    tx: &mut Tx,
    message: &Inbound,
    owner: Option<UserId>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<MessageId>> {
    let metadata = HashMap::from([("type", message.kind.as_str())]);
    let stored = sqlx::query_scalar!(
        r#"INSERT INTO messages (id, channel, recipient_id, recipient, from_number, body, content, status, segments, price,
            provider_message_id, metadata, created_at, sent_at, delivered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, 0, $9, $10, $11, $12, $11)
        ON CONFLICT (provider_message_id) WHERE provider_message_id IS NOT NULL DO NOTHING
        RETURNING id AS "id: MessageId""#,
        MessageId::new().uuid(),
        Channel::Whatsapp as Channel,
        owner.map(UserId::uuid),
        message.number_id,
        shown(&message.from),
        message.body,
        message.media.clone().map(|media| json!(Content::Media(media))),
        MessageStatus::Delivered as MessageStatus,
        message.provider_message_id,
        json!(metadata),
        now,
        message.at.unwrap_or(now),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(stored)
}

/// Notes when a phone last wrote.
async fn touch(tx: &mut Tx, owner: UserId, message: &Inbound, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO contacts (owner_id, channel, address, last_inbound_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (owner_id, channel, address)
            DO UPDATE SET last_inbound_at = greatest(contacts.last_inbound_at, excluded.last_inbound_at)",
        owner.uuid(),
        Channel::Whatsapp as Channel,
        address(&message.from),
        message.at.unwrap_or(now).min(now),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
