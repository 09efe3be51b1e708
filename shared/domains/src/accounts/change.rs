//! Users' changes to their own accounts.

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::lock::lock;
use super::login::{Attempt, LoginThrottle};
use super::otp::RightCode;
use super::password::Requester;
use super::{
    Access, ChangeError, Client, LoginError, OtpPurpose, OwnChange, PasswordError, User, UserStatus, otp, password,
    rules, sending, session_end, signup,
};
use crate::app::App;
use crate::audit::{self, Actor, AuditEntry};
use crate::db::Tx;
use crate::ids::UserId;

/// Changes a user's own account.
///
/// # Errors
/// Unknown user; a name or address in use; database errors.
pub async fn change_oneself(
    tx: &mut Tx,
    actor: &Actor,
    id: UserId,
    change: &OwnChange,
    now: DateTime<Utc>,
) -> Result<User, ChangeError> {
    let before = lock(tx, id).await?.user;
    let OwnChange { username, email, first_name, last_name } = change;
    // An existing reserved name may be kept.
    if let Some(other) = username.as_ref().filter(|name| !name.eq_ignore_ascii_case(&before.username)) {
        signup::check_choice(other)?;
    }
    sqlx::query!(
        "UPDATE users SET username = coalesce($2, username),
            email = CASE WHEN $3 THEN $4 ELSE email END,
            first_name = CASE WHEN $5 THEN $6 ELSE first_name END,
            last_name = CASE WHEN $7 THEN $8 ELSE last_name END
        WHERE id = $1",
        id.uuid(),
        username.as_deref(),
        email.is_some(),
        email.as_ref().and_then(|it| it.as_deref()),
        first_name.is_some(),
        first_name.as_ref().and_then(|it| it.as_deref()),
        last_name.is_some(),
        last_name.as_ref().and_then(|it| it.as_deref()),
    )
    .execute(tx.conn())
    .await
    .map_err(signup::taken)?;
    let after = super::get(tx.conn(), id).await?.ok_or(ChangeError::NotFound)?;
    let deed = AuditEntry::new("user.changed", id, id).changed(&before, &after);
    if deed.before != deed.after {
        audit::record(tx, actor, &[deed], now).await?;
    }
    Ok(after)
}

/// A new password's hash, ready to replace the hash that was checked.
#[derive(Debug)]
pub struct NewPassword {
    user: User,
    seen: String,
    hash: String,
}

/// Checks the current password and hashes a new one. Cancel-safe: nothing has changed.
///
/// # Errors
/// A wrong password, or too many attempts; a new one that resembles the user's own fields; too many passwords wait to
/// be hashed; database errors.
pub async fn prepare_password_change(
    app: &App,
    by: Access,
    current: &SecretString,
    new: &SecretString,
    client: &Client,
) -> Result<NewPassword, PasswordError> {
    let user = super::get(app.db.pool(), by.user).await?.ok_or(LoginError::Refused)?;
    let throttle = LoginThrottle::new(app, &user.username, client.address);
    let Some((seen, attempt)) = throttle.check_password(app, user.id, current).await? else {
        return Err(LoginError::Refused.into());
    };
    attempt.succeeded().await;
    check_acceptable(&user, new)?;
    let hash = password::hash(app, throttle.requester(), user.id, new).await.map_err(LoginError::from)?;
    Ok(NewPassword { user, seen, hash })
}

/// Replaces the checked password, and ends all other sessions of the user.
///
/// # Errors
/// Refused: the password has changed meanwhile; database errors.
pub async fn change_password(app: &App, by: Access, new: NewPassword, client: &Client) -> Result<(), PasswordError> {
    let NewPassword { user, seen, hash } = new;
    let mut tx = app.db.begin().await?;
    // Of two concurrent changes, the second no longer finds the hash that it checked.
    let changed = sqlx::query!(
        "UPDATE users SET password_hash = $2 WHERE id = $1 AND password_hash = $3",
        user.id.uuid(),
        hash,
        seen,
    )
    .execute(tx.conn())
    .await?;
    if changed.rows_affected() == 0 {
        return Err(LoginError::Refused.into());
    }
    session_end::end_sessions(app, &mut tx, &[user.id], Some(by.session)).await?;
    password_changed(app, &mut tx, &client.actor(user.id, Some(by.session)), user.id).await?;
    Ok(tx.commit().await?)
}

/// A reset whose code was just verified. The code is still valid.
pub struct CheckedReset {
    user: User,
    right: RightCode,
    /// Released once the new password is set.
    attempt: Attempt,
    requester: Requester,
}

/// Checks a reset code, and counts the attempt.
///
/// # Errors
/// Refused: a wrong, used or expired code, or a suspended user. Too many failed attempts from this address; database
/// errors.
pub async fn check_reset(
    app: &App,
    mobile: &str,
    code: &SecretString,
    client: &Client,
) -> Result<CheckedReset, PasswordError> {
    let throttle = LoginThrottle::of_address(app, client.address);
    let attempt = throttle.begin().await?;
    let mut tx = app.db.begin().await?;
    let right = otp::try_code(app, &mut tx, mobile, OtpPurpose::PasswordReset, code).await?;
    let user = super::find_by_mobile(tx.conn(), mobile).await?;
    tx.commit().await?;
    match (right, user.filter(|user| user.status == UserStatus::Active)) {
        (Some(right), Some(user)) => Ok(CheckedReset { right, attempt, requester: throttle.requester().clone(), user }),
        _ => Err(LoginError::Refused.into()),
    }
}

impl CheckedReset {
    /// Hashes the new password without holding locks. Cancel-safe: the code stays usable.
    ///
    /// # Errors
    /// A password that resembles the user's own fields; too many passwords wait to be hashed.
    pub async fn hash(&self, app: &App, new: &SecretString) -> Result<String, PasswordError> {
        check_acceptable(&self.user, new)?;
        let hash = password::hash(app, &self.requester, self.user.id, new).await;
        Ok(hash.map_err(LoginError::from)?)
    }
}

/// Sets a new password by a code sent to the user's number, and ends all sessions of the user.
///
/// # Errors
/// Refused: the code was used meanwhile; database errors.
pub async fn reset_password(
    app: &App,
    reset: CheckedReset,
    hash: String,
    client: &Client,
) -> Result<(), PasswordError> {
    let CheckedReset { user, right, attempt, .. } = reset;
    let mut tx = app.db.begin().await?;
    if !otp::use_code(&mut tx, right).await? {
        return Err(LoginError::Refused.into());
    }
    sqlx::query!("UPDATE users SET password_hash = $2 WHERE id = $1", user.id.uuid(), hash).execute(tx.conn()).await?;
    if let Some(mobile) = &user.mobile {
        sending::mobile_verified(&mut tx, user.id, mobile, app.clock.now()).await?;
    }
    session_end::end_sessions(app, &mut tx, &[user.id], None).await?;
    password_changed(app, &mut tx, &client.actor(user.id, None), user.id).await?;
    tx.commit().await?;
    attempt.succeeded().await;
    Ok(())
}

async fn password_changed(app: &App, tx: &mut Tx, actor: &Actor, user: UserId) -> sqlx::Result<()> {
    audit::record(tx, actor, &[AuditEntry::new("password.changed", user, user)], app.clock.now()).await
}

/// Whether a new password is acceptable for this user.
fn check_acceptable(user: &User, new: &SecretString) -> Result<(), PasswordError> {
    rules::check_for(new, &user.own_fields()).map_err(PasswordError::Unacceptable)
}
