//! What users change of themselves.

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::login::Guesses;
use super::{
    Access, ChangeError, Client, LoginError, OtpPurpose, OwnChange, PasswordError, User, UserStatus, manage, otp,
    password, rules, session, signup,
};
use crate::app::App;
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::ids::UserId;

/// Changes a user for itself.
///
/// # Errors
/// No such user; a name or address that is taken; the database.
pub async fn change_oneself(
    tx: &mut Tx,
    actor: &Actor,
    id: UserId,
    change: &OwnChange,
    now: DateTime<Utc>,
) -> Result<User, ChangeError> {
    let before = manage::lock(tx, id).await?.user;
    let OwnChange { username, email, first_name, last_name } = change;
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
    let deed = Deed::new("user.changed", id, id).changed(&before, &after);
    if deed.before != deed.after {
        audit::record(tx, actor, &[deed], now).await?;
    }
    Ok(after)
}

/// Sets a new password in place of the known one, and ends all other sessions of the user.
///
/// # Errors
/// A wrong password, or too many of them; a new one that is like the user's own fields; the database.
pub async fn change_password(
    app: &App,
    by: Access,
    current: &SecretString,
    new: &SecretString,
    client: &Client,
) -> Result<(), PasswordError> {
    let user = super::get(app.db.pool(), by.user).await?.ok_or(LoginError::Refused)?;
    let guesses = Guesses::new(app, &user.username, client.address);
    let Some(seen) = guesses.judge(app, user.id, current).await? else {
        guesses.count().await?;
        return Err(LoginError::Refused.into());
    };
    let hash = acceptable(app, &user, new).await?;
    let mut tx = app.db.begin().await?;
    // Of two changes at once the second finds another password than the one that it was told.
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
    session::end_sessions(app, &mut tx, &[user.id], Some(by.session)).await?;
    password_changed(app, &mut tx, &client.actor(user.id, Some(by.session)), user.id).await?;
    Ok(tx.commit().await?)
}

/// Sets a new password by a code that was sent to the user's number, and ends all sessions of the user.
///
/// # Errors
/// Refused: a wrong code, one that is used or too old, a suspended user. Too many wrong ones of this
/// address; a password that is like the user's own fields, which leaves the code usable; the database.
pub async fn reset_password(
    app: &App,
    mobile: &str,
    code: &SecretString,
    new: &SecretString,
    client: &Client,
) -> Result<(), PasswordError> {
    let guesses = Guesses::of_address(app, client.address);
    guesses.check().await?;
    let mut tx = app.db.begin().await?;
    let right = otp::try_code(app, &mut tx, mobile, OtpPurpose::PasswordReset, code).await?;
    let user = super::find_by_mobile(tx.conn(), mobile).await?;
    tx.commit().await?;
    let (Some(right), Some(user)) = (right, user.filter(|user| user.status == UserStatus::Active)) else {
        guesses.count().await?;
        return Err(LoginError::Refused.into());
    };
    // Hashing takes long, so nothing is locked meanwhile; the code is used up after it.
    let hash = acceptable(app, &user, new).await?;
    let mut tx = app.db.begin().await?;
    if !otp::use_code(&mut tx, right).await? {
        return Err(LoginError::Refused.into());
    }
    sqlx::query!("UPDATE users SET password_hash = $2 WHERE id = $1", user.id.uuid(), hash).execute(tx.conn()).await?;
    session::end_sessions(app, &mut tx, &[user.id], None).await?;
    password_changed(app, &mut tx, &client.actor(user.id, None), user.id).await?;
    Ok(tx.commit().await?)
}

async fn password_changed(app: &App, tx: &mut Tx, actor: &Actor, user: UserId) -> sqlx::Result<()> {
    audit::record(tx, actor, &[Deed::new("password.changed", user, user)], app.clock.now()).await
}

/// The hash of a new password, if it may be one of this user.
async fn acceptable(app: &App, user: &User, new: &SecretString) -> Result<String, PasswordError> {
    rules::check(new)
        .and_then(|()| rules::check_unlike(new, &user.own_fields()))
        .map_err(PasswordError::Unacceptable)?;
    password::hash(app, user.id, new).await.map_err(|why| LoginError::Internal(why.to_string()).into())
}
