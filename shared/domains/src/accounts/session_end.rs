//! The end of sessions.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Access, Client, revocation};
use crate::app::App;
use crate::audit::{self, AuditEntry};
use crate::db::Tx;
use crate::ids::{SessionId, UserId};

/// Ends a session for its user, logged in `by` a session: its tokens are refused from then on. False if there is none.
///
/// # Errors
/// Database errors.
pub async fn end_session(
    app: &App,
    tx: &mut Tx,
    by: Access,
    client: &Client,
    session: SessionId,
) -> sqlx::Result<bool> {
    if end(app, tx, &[by.user], Some(session), None).await? == 0 {
        return Ok(false);
    }
    let actor = client.actor(by.user, Some(by.session));
    audit::record(tx, &actor, &[AuditEntry::new("session.ended", by.user, session)], app.clock.now()).await?;
    Ok(true)
}

/// Ends all sessions of users except one; returns how many. A suspension must be written first in the same transaction,
/// so that no login slips in between.
///
/// # Errors
/// Database errors.
pub async fn end_sessions(app: &App, tx: &mut Tx, users: &[UserId], except: Option<SessionId>) -> sqlx::Result<usize> {
    end(app, tx, users, None, except).await
}

pub(super) async fn end(
    app: &App,
    tx: &mut Tx,
    users: &[UserId],
    only: Option<SessionId>,
    except: Option<SessionId>,
) -> sqlx::Result<usize> {
    let rows = sqlx::query!(
        r#"UPDATE sessions SET ended_at = coalesce($4::timestamptz, clock_timestamp())
        WHERE id IN (SELECT id FROM sessions WHERE user_id = ANY($1) AND ended_at IS NULL
            AND ($2::uuid IS NULL OR id = $2) AND ($3::uuid IS NULL OR id <> $3) ORDER BY id FOR UPDATE)
        RETURNING id, ended_at AS "ended_at!""#,
        &users.iter().map(|user| user.uuid()).collect::<Vec<_>>(),
        only.map(SessionId::uuid),
        except.map(SessionId::uuid),
        app.clock.pinned() as Option<DateTime<Utc>>,
    )
    .fetch_all(tx.conn())
    .await?;
    let ended: Vec<(Uuid, DateTime<Utc>)> = rows.iter().map(|row| (row.id, row.ended_at)).collect();
    let count = ended.len();
    if count > 0 {
        revocation::announce(app, tx, ended);
    }
    Ok(count)
}
