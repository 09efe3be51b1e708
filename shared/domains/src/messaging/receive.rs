//! Inbound messages: stored with the account that they provably belong to.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::contacts::{OptOutScope, address, forget_opt_out, opt_in_to_shared, opt_out, opt_out_of_shared, shown};
use super::jobs::Inbound;
use super::threads::{owner_among, record_answer, threads};
use super::{Channel, Content, MessageStatus};
use crate::accounts;
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::{MessageId, UserId};

/// The channel that phones write over.
const CHANNEL: Channel = Channel::Whatsapp;

/// Opt-out and opt-in words. The whole message must be the word.
const STOP_WORDS: [&str; 8] = ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "opt out"];
const START_WORDS: [&str; 3] = ["start", "unstop", "subscribe"];

/// The account that a message belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    Owner(UserId),
    /// No account, for this reason.
    Nobody(&'static str),
}

/// Stores inbound messages, each once, and records events for their owners. `shared` is the provider's id of the
/// platform's number.
///
/// # Errors
/// Database errors; nothing is stored.
pub async fn receive(tx: &mut Tx, shared: &str, messages: &[Inbound], now: DateTime<Utc>) -> sqlx::Result<()> {
    // By number and phone, each phone's in order: two transactions lock the same rows in the same order.
    let mut sorted: Vec<_> = messages.iter().collect();
    sorted.sort_by(|a, b| (&a.number_id, &a.from).cmp(&(&b.number_id, &b.from)));
    for message in sorted {
        let route = route(tx, shared, message, now).await?;
        let owner = if let Route::Owner(owner) = route { Some(owner) } else { None };
        let Some(id) = store(tx, message, owner, now).await? else { continue };
        let is_shared = message.number_id == shared;
        let answer = Answer::of(&message.body);
        opt_in_or_out(tx, message, (owner, is_shared), answer, now).await?;
        match route {
            Route::Owner(owner) => {
                touch(tx, owner, message, now).await?;
                if is_shared {
                    record_answer(tx, shared, owner, &message.from, sent_at(message, now)).await?;
                }
                events::record(tx, received(owner, id, message, answer), now);
            }
            Route::Nobody(reason) => {
                tracing::warn!(message_id = %id, reason, "an inbound message belongs to no account");
                unrouted(tx, id, message, reason, now).await?;
            }
        }
    }
    Ok(())
}

/// Content of a message besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Stop,
    Start,
    Other,
}

impl Answer {
    fn of(body: &str) -> Self {
        let word = body.trim().to_lowercase();
        if STOP_WORDS.contains(&word.as_str()) {
            Self::Stop
        } else if START_WORDS.contains(&word.as_str()) {
            Self::Start
        } else {
            Self::Other
        }
    }
}

/// Time at which a message was sent.
fn sent_at(message: &Inbound, now: DateTime<Utc>) -> DateTime<Utc> {
    message.at.unwrap_or(now).min(now)
}

/// Records a phone's opt-in or opt-out. On the shared number it applies to all its senders.
async fn opt_in_or_out(
    tx: &mut Tx,
    message: &Inbound,
    (owner, is_shared): (Option<UserId>, bool),
    answer: Answer,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    match (answer, is_shared, owner) {
        (Answer::Stop, true, _) => opt_out_of_shared(tx, CHANNEL, &message.from, sent_at(message, now)).await,
        (Answer::Stop, false, Some(owner)) => opt_out(tx, (owner, CHANNEL), &message.from, OptOutScope::All, now).await,
        (Answer::Start, _, _) => {
            if is_shared {
                opt_in_to_shared(tx, CHANNEL, &message.from, sent_at(message, now)).await?;
            }
            if let Some(owner) = owner {
                forget_opt_out(tx, (owner, CHANNEL), &message.from).await?;
            }
            Ok(())
        }
        (Answer::Stop, false, None) | (Answer::Other, _, _) => Ok(()),
    }
}

fn received(owner: UserId, id: MessageId, message: &Inbound, answer: Answer) -> Vec<NewEvent> {
    let event = |kind: &str, data| NewEvent { owner, kind: kind.into(), data };
    let (channel, from) = (CHANNEL, shown(&message.from));
    let data = json!({"id": id, "channel": channel, "from": from, "sender_id": null});
    let mut events = vec![event("message.received", data)];
    let wish = match answer {
        Answer::Stop => Some("contact.opted_out"),
        Answer::Start => Some("contact.opted_in"),
        Answer::Other => None,
    };
    events.extend(wish.map(|kind| event(kind, json!({"channel": channel, "from": from}))));
    events
}

/// Records an event for all admins: a message belongs to no account.
async fn unrouted(
    tx: &mut Tx,
    id: MessageId,
    message: &Inbound,
    reason: &'static str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let data = json!({"id": id, "channel": CHANNEL, "number_id": message.number_id, "reason": reason});
    let admins = accounts::admins(tx.conn()).await?;
    let event = |owner| NewEvent { owner, kind: "message.unrouted".into(), data: data.clone() };
    events::record(tx, admins.into_iter().map(event), now);
    Ok(())
}

/// The owner of a message: the owner of its receiving number. On the shared number, the account proven by the message
/// that it refers to, or otherwise by earlier deliveries to this phone.
async fn route(tx: &mut Tx, shared: &str, message: &Inbound, now: DateTime<Utc>) -> sqlx::Result<Route> {
    if message.number_id != shared {
        let owner = super::owner_of_number(tx.conn(), &message.number_id).await?;
        return Ok(owner.map_or(Route::Nobody("unknown_number"), Route::Owner));
    }
    if let Some(reference) = &message.reference
        && let Some(route) = by_reference(tx, shared, message, reference).await?
    {
        return Ok(route);
    }
    let at = sent_at(message, now);
    let found = threads(tx, shared, &message.from, at).await?;
    Ok(match owner_among(&found) {
        Some(owner) => Route::Owner(owner),
        None if found.is_empty() => Route::Nobody("no_recent_sender"),
        None => Route::Nobody("several_senders"),
    })
}

/// The owner of the message that `reference` names: one of ours from this number to this phone, or one from this phone
/// to this number. `None` if it is neither, which proves nothing.
async fn by_reference(tx: &mut Tx, shared: &str, message: &Inbound, reference: &str) -> sqlx::Result<Option<Route>> {
    let row = sqlx::query!(
        r#"SELECT coalesce(sender_id, recipient_id) AS "owner: UserId" FROM messages
        WHERE provider_message_id = $1 AND channel = $2 AND CASE
            WHEN sender_id IS NULL THEN recipient = $3 AND from_number = $4
            ELSE coalesce(recipient_address, ltrim(recipient, '+')) = $5
                AND coalesce(number_id, (SELECT phone_number_id FROM whatsapp_numbers WHERE user_id = sender_id AND verified_at IS NOT NULL), $3) = $3
        END"#,
        reference,
        CHANNEL as Channel,
        shared,
        shown(&message.from),
        address(&message.from),
    )
    .fetch_optional(tx.conn())
    .await?;
    // A reference to a message without an owner leaves this one without an owner too.
    Ok(row.map(|row| row.owner.map_or(Route::Nobody("unrouted_reference"), Route::Owner)))
}

/// Stores a message; `None` if it was stored before.
async fn store(
    tx: &mut Tx,
    message: &Inbound,
    owner: Option<UserId>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<MessageId>> {
    let metadata = HashMap::from([("type", message.kind.as_str())]);
    let stored = sqlx::query_scalar!(
        r#"INSERT INTO messages (id, channel, recipient_id, recipient, from_number, body, content, status, segments, price,
            provider_message_id, metadata, created_at, sent_at, delivered_at, reference_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, 0, $9, $10, $11, $12, $11, $13)
        ON CONFLICT (provider_message_id) WHERE provider_message_id IS NOT NULL DO NOTHING
        RETURNING id AS "id: MessageId""#,
        MessageId::new().uuid(),
        CHANNEL as Channel,
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
        message.reference,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(stored)
}

/// Records when a phone last wrote.
async fn touch(tx: &mut Tx, owner: UserId, message: &Inbound, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO contacts (owner_id, channel, address, last_inbound_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (owner_id, channel, address)
            DO UPDATE SET last_inbound_at = greatest(contacts.last_inbound_at, excluded.last_inbound_at)",
        owner.uuid(),
        CHANNEL as Channel,
        address(&message.from),
        sent_at(message, now),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
