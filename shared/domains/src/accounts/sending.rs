//! Sending rights of accounts: external sending, limits, and stopped sends.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::PgExecutor;
use utoipa::ToSchema;

use super::lock::Locked;
use super::{ChangeError, Role};
use crate::app::App;
use crate::audit::{self, Actor, AuditEntry};
use crate::config::ExternalSending;
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::UserId;
use crate::jobs;

/// Error code of jobs that wait because their account's sends are stopped.
pub const SENDING_STOPPED: &str = "sending_stopped";

crate::text_enum! {
    /// The authority behind a sending decision. An admin's prevails.
    #[derive(PartialOrd, Ord)]
    pub enum Authority {
        /// Its reseller.
        Reseller,
        /// An admin, or the command line.
        Admin,
    }
}

/// Sending rights of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sending {
    /// Whether it may send outside the platform now.
    pub external: bool,
    /// The authority that granted it; null if not granted.
    pub external_granted_by: Option<Authority>,
    /// Time at which its phone number was verified by a one-time code.
    pub mobile_verified_at: Option<DateTime<Utc>>,
    /// External messages per UTC day, if set by an admin; null: the platform's default.
    pub external_daily_limit: Option<i32>,
    /// Time at which its sends were stopped; null if they aren't.
    pub stopped_at: Option<DateTime<Utc>>,
    /// The authority that stopped them.
    pub stopped_by: Option<Authority>,
    /// The reason.
    pub stopped_reason: Option<String>,
}

/// The data that decides an account's right to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendingRight {
    /// Its role.
    pub role: Role,
    /// Whether its phone number is verified.
    pub is_proven: bool,
    /// Whether it was granted the right.
    pub is_granted: bool,
}

impl SendingRight {
    /// Whether it may send outside the platform.
    #[must_use]
    pub fn may_send_outside(self, policy: ExternalSending) -> bool {
        match policy {
            ExternalSending::Open => true,
            ExternalSending::Proven => self.is_proven || self.is_granted || self.role == Role::Admin,
            ExternalSending::Granted => self.is_granted || self.role == Role::Admin,
        }
    }

    /// Whether it may grant external sending to its business owners. Under a policy that allows everyone, none was
    /// vetted.
    fn may_grant(self, policy: ExternalSending) -> bool {
        let policy = if policy == ExternalSending::Open { ExternalSending::Proven } else { policy };
        self.may_send_outside(policy)
    }
}

/// Changes to an account's sending rights.
#[derive(Debug, Default)]
pub(super) struct SendingChange<'a> {
    pub external: Option<bool>,
    pub daily_limit: Option<Option<i32>>,
    pub stopped: Option<bool>,
    pub reason: Option<&'a str>,
}

impl SendingChange<'_> {
    fn is_empty(&self) -> bool {
        self.external.is_none() && self.daily_limit.is_none() && self.stopped.is_none()
    }
}

/// Sending rights of an account.
///
/// # Errors
/// Database errors; unknown account.
pub async fn sending(app: &App, db: impl PgExecutor<'_>, id: UserId) -> sqlx::Result<Sending> {
    let row = sqlx::query!(
        r#"SELECT role AS "role: Role", external_sending_by AS "external_sending_by: Authority", mobile_verified_at,
            external_daily_limit, sending_stopped_at, sending_stopped_by AS "sending_stopped_by: Authority",
            sending_stopped_reason
        FROM users WHERE id = $1"#,
        id.uuid(),
    )
    .fetch_one(db)
    .await?;
    let (is_proven, is_granted) = (row.mobile_verified_at.is_some(), row.external_sending_by.is_some());
    let right = SendingRight { role: row.role, is_proven, is_granted };
    Ok(Sending {
        external: right.may_send_outside(app.config.sending.external),
        external_granted_by: row.external_sending_by,
        mobile_verified_at: row.mobile_verified_at,
        external_daily_limit: row.external_daily_limit,
        stopped_at: row.sending_stopped_at,
        stopped_by: row.sending_stopped_by,
        stopped_reason: row.sending_stopped_reason,
    })
}

/// Marks a user's number as verified, after a code sent there was accepted.
pub(super) async fn mobile_verified(tx: &mut Tx, id: UserId, mobile: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE users SET mobile_verified_at = $3 WHERE id = $1 AND mobile = $2 AND mobile_verified_at IS NULL",
        id.uuid(),
        mobile,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Grants external sending to a user created on the command line.
pub(super) async fn grant_as_operator(tx: &mut Tx, id: UserId) -> sqlx::Result<()> {
    sqlx::query!("UPDATE users SET external_sending_by = 'admin' WHERE id = $1", id.uuid()).execute(tx.conn()).await?;
    Ok(())
}

/// Changes a locked user's sending rights.
pub(super) async fn change_sending(
    app: &App,
    tx: &mut Tx,
    (actor, by): (&Actor, Authority),
    locked: &Locked,
    change: &SendingChange<'_>,
    now: DateTime<Utc>,
) -> Result<(), ChangeError> {
    if change.is_empty() {
        return Ok(());
    }
    let id = locked.user.id;
    let before = sending(app, tx.conn(), id).await?;
    let mut after = before.clone();
    if let Some(external) = change.external {
        if external && by == Authority::Reseller {
            check_may_grant(app, tx, locked.user.parent_id).await?;
        }
        after.external_granted_by = external.then(|| before.external_granted_by.map_or(by, |known| known.max(by)));
        if !external && locked.user.role == Role::Reseller {
            revoke_from_business_owners(tx, actor, id, now).await?;
        }
    }
    if let Some(limit) = change.daily_limit {
        after.external_daily_limit = limit;
    }
    match change.stopped {
        Some(true) => {
            after.stopped_at = before.stopped_at.or(Some(now));
            if before.stopped_by <= Some(by) {
                (after.stopped_by, after.stopped_reason) = (Some(by), change.reason.map(str::to_owned));
            }
        }
        Some(false) if before.stopped_by > Some(by) => return Err(ChangeError::StoppedByAdmin),
        Some(false) => (after.stopped_at, after.stopped_by, after.stopped_reason) = (None, None, None),
        None => {}
    }
    if before == after {
        return Ok(());
    }
    write(tx, id, &after).await?;
    let deed = AuditEntry::new("user.sending_changed", id, id).changed(&before, &after);
    audit::record(tx, actor, &[deed], now).await?;
    tell(app, tx, id, &before, &after, now).await?;
    Ok(())
}

/// Checks that a reseller may grant external sending to its business owners.
async fn check_may_grant(app: &App, tx: &mut Tx, reseller: Option<UserId>) -> Result<(), ChangeError> {
    let reseller = reseller.ok_or(ChangeError::NotFound)?;
    let right = sqlx::query!(
        r#"SELECT role AS "role: Role", mobile_verified_at IS NOT NULL AS "is_proven!",
            external_sending_by IS NOT NULL AS "is_granted!"
        FROM users WHERE id = $1"#,
        reseller.uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    let right = SendingRight { role: right.role, is_proven: right.is_proven, is_granted: right.is_granted };
    if right.may_grant(app.config.sending.external) { Ok(()) } else { Err(ChangeError::MayNotGrant) }
}

/// A reseller's grants end with its own right.
async fn revoke_from_business_owners(
    tx: &mut Tx,
    actor: &Actor,
    reseller: UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let revoked = sqlx::query_scalar!(
        r#"UPDATE users SET external_sending_by = NULL WHERE parent_id = $1 AND external_sending_by = 'reseller'
        RETURNING id AS "id: UserId""#,
        reseller.uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    let (before, after) = (json!({"external_granted_by": "reseller"}), json!({"external_granted_by": null}));
    let deed = |of: &UserId| AuditEntry::new("user.sending_changed", *of, of).before(&before).after(&after);
    audit::record(tx, actor, &revoked.iter().map(deed).collect::<Vec<_>>(), now).await
}

async fn write(tx: &mut Tx, id: UserId, sending: &Sending) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE users SET external_sending_by = $2, external_daily_limit = $3, sending_stopped_at = $4,
            sending_stopped_by = $5, sending_stopped_reason = $6
        WHERE id = $1",
        id.uuid(),
        sending.external_granted_by as Option<Authority>,
        sending.external_daily_limit,
        sending.stopped_at,
        sending.stopped_by as Option<Authority>,
        sending.stopped_reason,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Records an event for the account: its sends were stopped or resumed; held ones then go out.
async fn tell(
    app: &App,
    tx: &mut Tx,
    owner: UserId,
    before: &Sending,
    after: &Sending,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let kind = match (before.stopped_at, after.stopped_at) {
        (None, Some(_)) => "account.sending_stopped",
        (Some(_), None) => "account.sending_resumed",
        _ => return Ok(()),
    };
    let data = json!({"user_id": owner, "stopped_by": after.stopped_by, "reason": after.stopped_reason});
    events::record(tx, [NewEvent { owner, kind: kind.into(), data }], now);
    if after.stopped_at.is_none() {
        jobs::resume(app, tx, owner, SENDING_STOPPED, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ExternalSending::{Granted, Open, Proven};

    #[test]
    fn external_sending_depends_on_the_policy() {
        let right = |role, is_proven, is_granted| SendingRight { role, is_proven, is_granted };
        for (right, open, proven, granted) in [
            (right(Role::User, false, false), true, false, false),
            (right(Role::User, true, false), true, true, false),
            (right(Role::User, false, true), true, true, true),
            (right(Role::Reseller, false, false), true, false, false),
            (right(Role::Admin, false, false), true, true, true),
        ] {
            assert_eq!(right.may_send_outside(Open), open, "{right:?}");
            assert_eq!(right.may_send_outside(Proven), proven, "{right:?}");
            assert_eq!(right.may_send_outside(Granted), granted, "{right:?}");
            assert_eq!(right.may_grant(Open), proven, "{right:?}");
        }
    }
}
