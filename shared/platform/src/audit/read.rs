use chrono::{DateTime, TimeDelta, Utc};

use super::{Actor, AuditEntry, record};
use crate::db::Db;
use crate::ids::{ApiKeyId, UserId};

/// An entry stands for the same reads of this long.
const REPETITION: TimeDelta = TimeDelta::minutes(10);

/// Records that `actor` reads data of another user, before it gets any. The same read by the same user or key shortly
/// after is not recorded again: the newest 200 entries about that user are compared.
///
/// # Errors
/// Database errors.
pub async fn record_read(db: &Db, actor: &Actor, read: &AuditEntry, now: DateTime<Utc>) -> sqlx::Result<()> {
    let is_recorded = sqlx::query_scalar!(
        r#"SELECT EXISTS (
            SELECT FROM (
                SELECT actor_id, api_key_id, action, target, created_at FROM audit_log
                WHERE subject_id = $1 ORDER BY id DESC LIMIT 200) AS newest
            WHERE actor_id = $2 AND api_key_id IS NOT DISTINCT FROM $3 AND action = $4 AND target = $5
                AND created_at > $6) AS "is!""#,
        read.subject.map(UserId::uuid),
        actor.user.map(UserId::uuid),
        actor.api_key.map(ApiKeyId::uuid),
        read.action,
        read.target.as_deref(),
        now - REPETITION,
    )
    .fetch_one(db.pool())
    .await?;
    if is_recorded {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    record(&mut tx, actor, std::slice::from_ref(read), now).await?;
    tx.commit().await
}
