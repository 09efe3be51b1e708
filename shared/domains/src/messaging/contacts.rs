//! A business's data about a phone: when it last wrote, and its opt-outs.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};
use utoipa::ToSchema;

use super::Channel;
use crate::db::Tx;
use crate::ids::{MessageId, UserId};
use crate::page::{Chosen, LOOKED_AT, Looked, Page, PageRequest};

crate::text_enum! {
    /// Scope of an opt-out.
    pub enum OptOutScope {
        /// All messages.
        All,
        /// Templates of the marketing category.
        Marketing,
    }
}

/// An opt-out of a phone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OptOut {
    /// The phone's number.
    #[schema(examples("+15550100001"))]
    pub to: String,
    /// The channel.
    pub channel: Channel,
    /// The messages that are blocked.
    pub scope: OptOutScope,
    /// The sender whose messages are blocked.
    pub applies_to: OptOutOf,
    /// Time of the opt-out.
    pub created_at: DateTime<Utc>,
}

crate::text_enum! {
    /// The sender whose messages an opt-out blocks.
    pub enum OptOutOf {
        /// Messages of this account.
        Account,
        /// All messages from the platform's shared number: the phone wrote STOP to it. Only the phone can undo this.
        SharedNumber,
    }
}

/// An address in comparable form: digits only. A user id that replaces a number is unchanged.
pub(super) fn address(to: &str) -> String {
    to.strip_prefix('+').unwrap_or(to).to_owned()
}

/// An address for display; the id of a user with a hidden number is unchanged.
pub(super) fn shown(address: &str) -> String {
    if address.bytes().all(|byte| byte.is_ascii_digit()) { format!("+{address}") } else { address.to_owned() }
}

/// Records that a phone opted out of a business's messages over a channel, or of its marketing. A wider existing
/// opt-out stays.
///
/// # Errors
/// Database errors.
pub async fn opt_out(
    tx: &mut Tx,
    (owner, channel): (UserId, Channel),
    to: &str,
    scope: OptOutScope,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(list) = channel.spec().opt_outs else { return Ok(()) };
    sqlx::query!(
        "INSERT INTO contacts (owner_id, channel, address, opted_out, opted_out_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (owner_id, channel, address) DO UPDATE SET
            opted_out = CASE contacts.opted_out WHEN 'all' THEN 'all' ELSE excluded.opted_out END,
            opted_out_at = coalesce(contacts.opted_out_at, excluded.opted_out_at)",
        owner.uuid(),
        list as Channel,
        address(to),
        scope as OptOutScope,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Records that a phone opted out of the platform's own sender of a channel.
pub(super) async fn opt_out_of_shared(
    tx: &mut Tx,
    channel: Channel,
    from: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(list) = channel.spec().opt_outs else { return Ok(()) };
    sqlx::query!(
        "INSERT INTO shared_opt_outs AS known (channel, address, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (channel, address) DO UPDATE SET created_at = greatest(known.created_at, excluded.created_at)",
        list as Channel,
        address(from),
        at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Removes that opt-out if the phone opted in after it.
pub(super) async fn opt_in_to_shared(tx: &mut Tx, channel: Channel, from: &str, at: DateTime<Utc>) -> sqlx::Result<()> {
    let Some(list) = channel.spec().opt_outs else { return Ok(()) };
    sqlx::query!(
        "DELETE FROM shared_opt_outs WHERE channel = $1 AND address = $2 AND created_at <= $3",
        list as Channel,
        address(from),
        at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether a phone opted out of the number that `owner` sends from, and that number is the platform's.
///
/// # Errors
/// Database errors.
pub async fn is_opted_out_of_shared(
    db: impl PgExecutor<'_>,
    (owner, channel): (UserId, Channel),
    to: &str,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM shared_opt_outs WHERE channel = $1 AND address = $2)
            AND NOT EXISTS (SELECT FROM whatsapp_numbers WHERE user_id = $3) AS "is!""#,
        channel.spec().opt_outs as Option<Channel>,
        address(to),
        owner.uuid(),
    )
    .fetch_one(db)
    .await
}

/// Removes a phone's opt-out; false if there was none.
///
/// # Errors
/// Database errors.
pub async fn forget_opt_out(tx: &mut Tx, (owner, channel): (UserId, Channel), to: &str) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "UPDATE contacts SET opted_out = NULL, opted_out_at = NULL
        WHERE owner_id = $1 AND channel = $2 AND address = $3 AND opted_out IS NOT NULL",
        owner.uuid(),
        channel.spec().opt_outs as Option<Channel>,
        address(to),
    )
    .execute(tx.conn())
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Records that recipients of messages opted out of this scope from their senders, over the messages' channels.
///
/// # Errors
/// Database errors.
pub async fn opt_out_recipients(
    tx: &mut Tx,
    messages: &[MessageId],
    scope: OptOutScope,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let rows = sqlx::query!(
        r#"SELECT sender_id AS "sender!: UserId", recipient, channel AS "channel: Channel" FROM messages
        WHERE id = ANY($1) AND sender_id IS NOT NULL"#,
        messages as &[MessageId],
    )
    .fetch_all(tx.conn())
    .await?;
    for row in rows {
        opt_out(tx, (row.sender, row.channel), &row.recipient, scope, now).await?;
    }
    Ok(())
}

/// The phones that opted out of messages of `owner` over a channel, by number. Opt-outs of the shared number are included only for
/// phones that wrote to `owner`, and only while it sends from that number.
///
/// # Errors
/// Database errors.
pub async fn opt_outs(
    db: &mut PgConnection,
    (owner, channel): (UserId, Channel),
    request: &PageRequest<String>,
) -> sqlx::Result<Page<OptOut>> {
    let looked = sqlx::query_as!(
        Looked,
        r#"SELECT address AS "position!", matches AS "matches!", is_last AS "is_last!" FROM (
            SELECT address, opted_out IS NOT NULL OR (NOT has_number AND EXISTS (
                    SELECT FROM shared_opt_outs WHERE channel = $2 AND shared_opt_outs.address = known.address)) AS matches,
                row_number() OVER (ORDER BY address) = $4 AS is_last
            FROM (
                SELECT address, opted_out FROM contacts
                WHERE owner_id = $1 AND channel = $2 AND address > $3 ORDER BY address LIMIT $4) AS known,
                (SELECT EXISTS (SELECT FROM whatsapp_numbers WHERE user_id = $1) AS has_number) AS own) AS looked
        WHERE matches OR is_last ORDER BY address LIMIT $5"#,
        owner.uuid(),
        channel.spec().opt_outs as Option<Channel>,
        request.after.as_deref().map_or_else(String::new, address),
        LOOKED_AT,
        request.rows(),
    )
    .fetch_all(&mut *db)
    .await?;
    let Chosen { positions, next_cursor } = request.choose(looked);
    if positions.is_empty() {
        return Ok(Page { data: Vec::new(), next_cursor });
    }
    let rows = sqlx::query_as!(
        OptOut,
        r#"SELECT contact.address AS "to", contact.channel AS "channel: Channel",
            CASE WHEN shared.address IS NULL THEN opted_out ELSE 'all' END AS "scope!: OptOutScope",
            CASE WHEN shared.address IS NULL THEN 'account' ELSE 'shared_number' END AS "applies_to!: OptOutOf",
            coalesce(shared.created_at, opted_out_at) AS "created_at!"
        FROM contacts AS contact
        LEFT JOIN LATERAL (
            SELECT address, created_at FROM shared_opt_outs
            WHERE channel = contact.channel AND address = contact.address
                AND NOT EXISTS (SELECT FROM whatsapp_numbers WHERE user_id = $1)) AS shared ON true
        WHERE owner_id = $1 AND contact.channel = $2 AND (opted_out IS NOT NULL OR shared.address IS NOT NULL)
            AND contact.address = ANY($3)
        ORDER BY contact.address"#,
        owner.uuid(),
        channel.spec().opt_outs as Option<Channel>,
        &positions,
    )
    .fetch_all(db)
    .await?;
    let data = rows.into_iter().map(|row| OptOut { to: shown(&row.to), ..row }).collect();
    Ok(Page { data, next_cursor })
}

/// End of the window in which `owner` may send free-form texts to a phone, as far as we know; `None` if it is over or
/// the channel has none.
///
/// # Errors
/// Database errors.
pub async fn window_ends(
    db: impl PgExecutor<'_>,
    (owner, channel): (UserId, Channel),
    to: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    let Some(window) = channel.spec().window else { return Ok(None) };
    let last = sqlx::query_scalar!(
        "SELECT last_inbound_at FROM contacts WHERE owner_id = $1 AND channel = $2 AND address = $3",
        owner.uuid(),
        channel as Channel,
        address(to),
    )
    .fetch_optional(db)
    .await?
    .flatten();
    Ok(last.map(|last| last + window).filter(|end| *end > now))
}
