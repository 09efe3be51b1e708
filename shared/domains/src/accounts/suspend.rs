use chrono::{DateTime, Utc};
use serde_json::json;

use super::jobs::WithdrawWork;
use super::lock::{Locked, SuspendedBy};
use super::{ChangeError, SignupError, UserStatus, session_end};
use crate::app::App;
use crate::audit::{self, Actor, AuditEntry};
use crate::db::Tx;
use crate::ids::UserId;
use crate::jobs::{self, NewJob};

/// Suspends or reactivates a user, along with a reseller's business owners.
pub(super) async fn set_status(
    app: &App,
    tx: &mut Tx,
    (actor, by): (&Actor, SuspendedBy),
    locked: &Locked,
    status: UserStatus,
    now: DateTime<Utc>,
) -> Result<(), ChangeError> {
    let id = locked.user.id;
    // A suspension without a recorded authority counts as an admin's.
    let until_now = locked.suspended_by.unwrap_or(SuspendedBy::Admin);
    match (locked.user.status, status) {
        (UserStatus::Active, UserStatus::Active) => {}
        (UserStatus::Suspended, UserStatus::Suspended) => escalate(tx, id, until_now.max(by)).await?,
        (UserStatus::Active, UserStatus::Suspended) => {
            let stopped = suspend(app, tx, id, by).await?;
            let after = |of: &UserId| json!({"status": "suspended", "with_reseller": *of != id});
            let deeds: Vec<_> =
                stopped.iter().map(|of| AuditEntry::new("user.suspended", *of, of).after(&after(of))).collect();
            audit::record(tx, actor, &deeds, now).await?;
            jobs::enqueue(app, tx, &[NewJob::new(&WithdrawWork { user_id: id }, now)?], now).await?;
        }
        (UserStatus::Suspended, UserStatus::Active) if until_now > by => return Err(ChangeError::SuspendedByAdmin),
        (UserStatus::Suspended, UserStatus::Active) => {
            if locked.parent_status == Some(UserStatus::Suspended) {
                return Err(SignupError::ParentSuspended.into());
            }
            let freed = reactivate(tx, id).await?;
            let after = |of: &UserId| json!({"status": "active", "with_reseller": *of != id});
            let deeds: Vec<_> =
                freed.iter().map(|of| AuditEntry::new("user.reactivated", *of, of).after(&after(of))).collect();
            audit::record(tx, actor, &deeds, now).await?;
        }
    }
    Ok(())
}

/// Suspends a user and a reseller's business owners, and ends their sessions; returns all that were active.
async fn suspend(app: &App, tx: &mut Tx, id: UserId, by: SuspendedBy) -> sqlx::Result<Vec<UserId>> {
    let stopped = sqlx::query_scalar!(
        r#"UPDATE users SET status = 'suspended', suspended_by = CASE WHEN id = $1 THEN $2 ELSE 'parent' END
        WHERE (id = $1 OR parent_id = $1) AND status = 'active' RETURNING id AS "id: UserId""#,
        id.uuid(),
        by as SuspendedBy,
    )
    .fetch_all(tx.conn())
    .await?;
    session_end::end_sessions(app, tx, &stopped, None).await?;
    Ok(stopped)
}

/// Reactivates a user and those suspended only because of it; returns them all.
async fn reactivate(tx: &mut Tx, id: UserId) -> sqlx::Result<Vec<UserId>> {
    sqlx::query_scalar!(
        r#"UPDATE users SET status = 'active', suspended_by = NULL
        WHERE id = $1 OR (parent_id = $1 AND suspended_by = 'parent') RETURNING id AS "id: UserId""#,
        id.uuid(),
    )
    .fetch_all(tx.conn())
    .await
}

/// Records the authority behind a suspension.
async fn escalate(tx: &mut Tx, id: UserId, by: SuspendedBy) -> sqlx::Result<()> {
    sqlx::query!("UPDATE users SET suspended_by = $2 WHERE id = $1", id.uuid(), by as SuspendedBy)
        .execute(tx.conn())
        .await?;
    Ok(())
}
