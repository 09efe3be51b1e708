use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Actor, AuditEntry, Entry, Who};
use crate::db::Tx;
use crate::ids::{ApiKeyId, AuditId, SessionId, UserId};
use crate::json::StoredJson;
use crate::page::{Chosen, LOOKED_AT, Looked, Page, PageRequest};

/// Records actions of `actor` in their own transaction.
///
/// # Errors
/// Database errors.
pub async fn record(tx: &mut Tx, actor: &Actor, deeds: &[AuditEntry], now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit_log (id, actor_id, api_key_id, session_id, address, request_id, created_at, action, subject_id, target, before, after)
        SELECT id, $1, $2, $3, $4, $5, $6, action, subject_id, target, before, after
        FROM UNNEST($7::uuid[], $8::text[], $9::uuid[], $10::text[], $11::jsonb[], $12::jsonb[])
            AS new (id, action, subject_id, target, before, after)",
        actor.user.map(UserId::uuid),
        actor.api_key.map(ApiKeyId::uuid),
        actor.session.map(SessionId::uuid),
        actor.address.map(|address| address.to_string()),
        actor.request_id,
        now,
        &deeds.iter().map(|_| AuditId::new().uuid()).collect::<Vec<_>>(),
        &deeds.iter().map(|deed| deed.action.to_owned()).collect::<Vec<_>>(),
        &deeds.iter().map(|deed| deed.subject.map(UserId::uuid)).collect::<Vec<_>>() as &[Option<Uuid>],
        &deeds.iter().map(|deed| deed.target.clone()).collect::<Vec<_>>() as &[Option<String>],
        &deeds.iter().map(|deed| deed.before.clone()).collect::<Vec<_>>() as &[Option<Value>],
        &deeds.iter().map(|deed| deed.after.clone()).collect::<Vec<_>>() as &[Option<Value>],
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Filter for entries.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only actions by or on this user.
    pub of: Option<UserId>,
    /// Only actions by this user.
    pub actor: Option<UserId>,
    /// Only actions on this user.
    pub subject: Option<UserId>,
    /// Only this action.
    pub action: Option<String>,
    /// Only entries from this time on.
    pub from: Option<DateTime<Utc>>,
    /// Only entries from before this time.
    pub to: Option<DateTime<Utc>>,
}

/// Entries, newest first. Lists `of` a user hide the origin of others' actions, as they do for that user.
///
/// # Errors
/// Database errors.
pub async fn list(db: &mut PgConnection, filter: &Filter, request: &PageRequest<AuditId>) -> sqlx::Result<Page<Entry>> {
    let Chosen { positions, next_cursor } = request.choose(page_of(db, filter, request).await?);
    let rows = sqlx::query!(
        r#"SELECT entry.id AS "id: AuditId", action, actor_id AS "actor_id: UserId", actor.username AS "actor_name?",
            api_key_id AS "api_key_id: ApiKeyId", session_id AS "session_id: SessionId", address, request_id,
            subject_id AS "subject_id: UserId", subject.username AS "subject_name?", target,
            before AS "before: StoredJson", after AS "after: StoredJson", entry.created_at
        FROM audit_log entry LEFT JOIN users actor ON actor.id = actor_id LEFT JOIN users subject ON subject.id = subject_id
        WHERE entry.id = ANY($1) ORDER BY entry.id DESC"#,
        &positions as &[AuditId],
    )
    .fetch_all(db)
    .await?;
    let entries = rows.into_iter().map(|row| {
        let open = filter.of.is_none() || row.actor_id == filter.of;
        Entry {
            id: row.id,
            action: row.action,
            actor: row.actor_id.map(|id| Who { id, username: row.actor_name }),
            api_key_id: row.api_key_id.filter(|_| open),
            session_id: row.session_id.filter(|_| open),
            address: row.address.filter(|_| open),
            request_id: row.request_id.filter(|_| open),
            subject: row.subject_id.map(|id| Who { id, username: row.subject_name }),
            target: row.target,
            before: row.before.map(|it| it.0),
            after: row.after.map(|it| it.0),
            created_at: row.created_at,
        }
    });
    Ok(Page { data: entries.collect(), next_cursor })
}

/// Actor, subject and action have an index each; the most selective is read, or two of them for lists `of` a user.
async fn page_of(
    db: &mut PgConnection,
    filter: &Filter,
    request: &PageRequest<AuditId>,
) -> sqlx::Result<Vec<Looked<AuditId>>> {
    let subject = filter.subject.filter(|_| filter.actor.is_none());
    let (by, about) = filter.of.map_or((filter.actor, subject), |of| (Some(of), Some(of)));
    let action = filter.action.as_deref().filter(|_| by.is_none() && about.is_none());
    let end = AuditId::end_of(filter.to);
    sqlx::query_as!(
        Looked,
        r#"SELECT id AS "position!: AuditId", bool_or(matches) AS "matches!", bool_or(is_last) AS "is_last!" FROM (
            (SELECT id, matches, is_last FROM (
                SELECT id, coalesce(($6::uuid IS NULL OR actor_id = $6) AND ($7::uuid IS NULL OR subject_id = $7)
                        AND ($8::text IS NULL OR action = $8) AND ($9::timestamptz IS NULL OR created_at >= $9)
                        AND ($10::timestamptz IS NULL OR created_at < $10), false) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $11
                        AND ($9::timestamptz IS NULL OR created_at >= $9 - interval '1 day') AS is_last
                FROM (
                    SELECT id, actor_id, subject_id, action, created_at FROM audit_log
                    WHERE actor_id = $1 AND id < $5 ORDER BY id DESC LIMIT $11) AS newest) AS done
             WHERE matches OR is_last ORDER BY id DESC LIMIT $12)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, coalesce(($6::uuid IS NULL OR actor_id = $6) AND ($7::uuid IS NULL OR subject_id = $7)
                        AND ($8::text IS NULL OR action = $8) AND ($9::timestamptz IS NULL OR created_at >= $9)
                        AND ($10::timestamptz IS NULL OR created_at < $10), false) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $11
                        AND ($9::timestamptz IS NULL OR created_at >= $9 - interval '1 day') AS is_last
                FROM (
                    SELECT id, actor_id, subject_id, action, created_at FROM audit_log
                    WHERE subject_id = $2 AND id < $5 ORDER BY id DESC LIMIT $11) AS newest) AS concerning
             WHERE matches OR is_last ORDER BY id DESC LIMIT $12)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, coalesce(($6::uuid IS NULL OR actor_id = $6) AND ($7::uuid IS NULL OR subject_id = $7)
                        AND ($8::text IS NULL OR action = $8) AND ($9::timestamptz IS NULL OR created_at >= $9)
                        AND ($10::timestamptz IS NULL OR created_at < $10), false) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $11
                        AND ($9::timestamptz IS NULL OR created_at >= $9 - interval '1 day') AS is_last
                FROM (
                    SELECT id, actor_id, subject_id, action, created_at FROM audit_log
                    WHERE action = $3 AND id < $5 ORDER BY id DESC LIMIT $11) AS newest) AS alike
             WHERE matches OR is_last ORDER BY id DESC LIMIT $12)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, coalesce(($6::uuid IS NULL OR actor_id = $6) AND ($7::uuid IS NULL OR subject_id = $7)
                        AND ($8::text IS NULL OR action = $8) AND ($9::timestamptz IS NULL OR created_at >= $9)
                        AND ($10::timestamptz IS NULL OR created_at < $10), false) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $11
                        AND ($9::timestamptz IS NULL OR created_at >= $9 - interval '1 day') AS is_last
                FROM (
                    SELECT id, actor_id, subject_id, action, created_at FROM audit_log
                    WHERE $4 AND id < $5 ORDER BY id DESC LIMIT $11) AS newest) AS anything
             WHERE matches OR is_last ORDER BY id DESC LIMIT $12)) AS looked
        GROUP BY id ORDER BY id DESC LIMIT $12"#,
        by.map(UserId::uuid),
        about.map(UserId::uuid),
        action,
        by.is_none() && about.is_none() && action.is_none(),
        request.after.map_or(end, |after| after.min(end)).uuid(),
        filter.actor.map(UserId::uuid),
        filter.subject.map(UserId::uuid),
        filter.action.as_deref(),
        filter.from,
        filter.to,
        LOOKED_AT,
        request.rows(),
    )
    .fetch_all(db)
    .await
}
