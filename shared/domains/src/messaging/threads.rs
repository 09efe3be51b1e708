//! Conversations on the platform's shared number: the accounts that a phone may be answering.

use chrono::{DateTime, TimeDelta, Utc};

use super::channel::WHATSAPP_WINDOW;
use super::contacts::address;
use crate::db::Tx;
use crate::ids::{MessageId, UserId};

crate::text_enum! {
    /// A link between an account and a phone.
    pub(super) enum Link {
        /// A message of the account was delivered to the phone.
        Delivered,
        /// The account received an answer from the phone.
        Answered,
    }
}

/// An account that a phone may be answering.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thread {
    pub owner: UserId,
    pub link: Link,
    /// Whether the link existed when the phone wrote.
    pub began: bool,
}

/// The service window, in seconds for Postgres intervals.
fn window() -> f64 {
    WHATSAPP_WINDOW.as_seconds_f64()
}

/// Records deliveries from the shared number to phones, with their times.
///
/// # Errors
/// Database errors.
pub async fn record_deliveries(
    tx: &mut Tx,
    shared: &str,
    delivered: &[(MessageId, DateTime<Utc>)],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    if delivered.is_empty() {
        return Ok(());
    }
    // Sorted, to avoid deadlocks between transactions. See `record_answer` for `since`.
    sqlx::query!(
        "INSERT INTO shared_threads AS thread (address, owner_id, kind, number_id, since, until)
        SELECT coalesce(recipient_address, ltrim(recipient, '+')) AS address, sender_id, $4, $3,
            CASE WHEN max(at) - min(at) >= make_interval(secs => $5) THEN max(at) ELSE min(at) END, max(at)
        FROM UNNEST($1::uuid[], $2::timestamptz[]) AS news (id, at) JOIN messages USING (id)
        WHERE sender_id IS NOT NULL AND delivered_at IS NOT NULL
            AND coalesce(number_id, (SELECT phone_number_id FROM whatsapp_numbers WHERE user_id = sender_id AND verified_at IS NOT NULL), $3) = $3
        GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (address, owner_id, kind) DO UPDATE SET
            since = CASE
                WHEN thread.number_id <> excluded.number_id OR excluded.since - thread.until >= make_interval(secs => $5)
                    THEN excluded.since
                WHEN thread.since - excluded.until >= make_interval(secs => $5) THEN thread.since
                ELSE least(thread.since, excluded.since) END,
            until = CASE WHEN thread.number_id <> excluded.number_id THEN excluded.until
                ELSE greatest(thread.until, excluded.until) END,
            number_id = excluded.number_id",
        &delivered.iter().map(|(id, _)| id.uuid()).collect::<Vec<_>>(),
        &delivered.iter().map(|(_, at)| *at.min(&now)).collect::<Vec<_>>(),
        shared,
        Link::Delivered as Link,
        window(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Records that an account received an answer from a phone on the shared number.
pub(super) async fn record_answer(
    tx: &mut Tx,
    shared: &str,
    owner: UserId,
    from: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    // `since` moves to the new moment after a gap of a window, so that accounts found by `threads` were linked within a
    // window before the message.
    sqlx::query!(
        "INSERT INTO shared_threads AS thread (address, owner_id, kind, number_id, since, until)
        VALUES ($1, $2, $3, $4, $5, $5)
        ON CONFLICT (address, owner_id, kind) DO UPDATE SET
            since = CASE
                WHEN thread.number_id <> excluded.number_id OR excluded.since - thread.until >= make_interval(secs => $6)
                    THEN excluded.since
                WHEN thread.since - excluded.until >= make_interval(secs => $6) THEN thread.since
                ELSE least(thread.since, excluded.since) END,
            until = CASE WHEN thread.number_id <> excluded.number_id THEN excluded.until
                ELSE greatest(thread.until, excluded.until) END,
            number_id = excluded.number_id",
        address(from),
        owner.uuid(),
        Link::Answered as Link,
        shared,
        at,
        window(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The accounts that a phone may have been answering on the shared number at a time.
pub(super) async fn threads(tx: &mut Tx, shared: &str, from: &str, at: DateTime<Utc>) -> sqlx::Result<Vec<Thread>> {
    sqlx::query_as!(
        Thread,
        r#"SELECT owner_id AS "owner: UserId", kind AS "link: Link", since <= $3 AS "began!" FROM shared_threads
        WHERE address = $1 AND (number_id = $2 OR number_id IS NULL) AND until > $4"#,
        address(from),
        shared,
        at,
        at - WHATSAPP_WINDOW,
    )
    .fetch_all(tx.conn())
    .await
}

/// The owner of a message without a reference: the account with an open window, or else the only one with a delivery.
/// With several candidates there is no owner.
pub(super) fn owner_among(threads: &[Thread]) -> Option<UserId> {
    let mut holders = threads.iter().filter(|it| it.link == Link::Answered && it.began);
    match (holders.next(), holders.next()) {
        (Some(holder), None) => return Some(holder.owner),
        (Some(_), Some(_)) => return None,
        (None, _) => {}
    }
    // An account linked only after the phone wrote does not get the message, but makes the owner ambiguous.
    let owner = threads.iter().find(|it| it.link == Link::Delivered && it.began)?.owner;
    threads.iter().all(|it| it.owner == owner).then_some(owner)
}

/// Removes up to `limit` threads whose window closed before the provider's last retry; returns how many.
///
/// # Errors
/// Database errors.
pub async fn purge_threads(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let purged = sqlx::query!(
        "DELETE FROM shared_threads WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM shared_threads WHERE until < $1 ORDER BY until LIMIT $2 FOR UPDATE SKIP LOCKED))",
        now - RETENTION,
        limit,
    )
    .execute(tx.conn())
    .await?;
    Ok(purged.rows_affected())
}

/// A message may arrive days late; then the threads of its time decide.
const RETENTION: TimeDelta = TimeDelta::days(9);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unambiguous_owner_is_found() {
        let (a, b) = (UserId::new(), UserId::new());
        let delivered = |owner, began| Thread { owner, link: Link::Delivered, began };
        let answered = |owner, began| Thread { owner, link: Link::Answered, began };
        let cases: [(&[Thread], Option<UserId>); 12] = [
            (&[], None),
            (&[delivered(a, true)], Some(a)),
            (&[delivered(a, false)], None),
            (&[delivered(a, true), delivered(b, true)], None),
            (&[delivered(a, true), delivered(b, false)], None),
            (&[delivered(a, true), answered(a, true), delivered(b, true)], Some(a)),
            (&[answered(a, true), delivered(b, true)], Some(a)),
            (&[answered(a, true), answered(b, true)], None),
            (&[answered(a, true), answered(b, false)], Some(a)),
            (&[delivered(a, true), answered(a, false)], Some(a)),
            (&[delivered(a, true), answered(b, false)], None),
            (&[answered(a, false)], None),
        ];
        for (threads, owner) in cases {
            assert_eq!(owner_among(threads), owner, "{threads:?}");
        }
    }
}
