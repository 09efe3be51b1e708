use chrono::{DateTime, Utc};
use garde::Validate;
use secrecy::SecretString;

use super::password::Requester;
use super::{NewUser, Role, RoleAssignment, SignupError, User, UserStatus, names, password, sending};
use crate::app::App;
use crate::audit::{self, Actor, AuditEntry};
use crate::config::SignupCreditsFor;
use crate::db::{Tx, constraint};
use crate::ids::UserId;
use crate::ledger::{self, CREDIT, Movement, Promotional};
use crate::secrets::random;

/// Checks a chosen username: it must not be mistakable for the platform's own. Admins and the command line may assign
/// it regardless.
///
/// # Errors
/// It is reserved.
pub fn check_choice(username: &str) -> Result<(), SignupError> {
    if names::is_reserved(username) { Err(SignupError::Reserved) } else { Ok(()) }
}

/// Hashes a new user's password if its name, address and number are free so far, since a hash is expensive. Done before
/// the transaction because it takes long; cancel-safe.
///
/// # Errors
/// A name, address or number in use; too many passwords wait to be hashed; database errors.
pub async fn hash_password(app: &App, by: &Requester, user: UserId, new: &NewUser) -> Result<String, SignupError> {
    let taken = sqlx::query!(
        r#"SELECT EXISTS (SELECT FROM users WHERE lower(username) = lower($1)) AS "username!",
            EXISTS (SELECT FROM users WHERE lower(email) = lower($2)) AS "email!",
            EXISTS (SELECT FROM users WHERE mobile = $3) AS "mobile!""#,
        new.username,
        new.email,
        new.mobile,
    )
    .fetch_one(app.db.pool())
    .await?;
    let fields = [("username", taken.username), ("email", taken.email), ("mobile", taken.mobile)];
    if let Some((field, _)) = fields.into_iter().find(|(_, is_taken)| *is_taken) {
        return Err(SignupError::Taken(field));
    }
    Ok(password::hash(app, by, user, &new.password).await?)
}

/// Signs a user up: the user, its wallet and the sign-up credits.
///
/// # Errors
/// A name, address or number in use; database errors.
pub async fn sign_up(app: &App, tx: &mut Tx, id: UserId, hash: &str, new: &NewUser) -> Result<User, SignupError> {
    let now = app.clock.now();
    let user = insert_user(tx, id, Some(hash), new, Role::User, now).await?;
    welcome(app, tx, id, now).await?;
    Ok(user)
}

/// Signs up a number: a user with a generated name and no password.
pub(super) async fn sign_up_number(app: &App, tx: &mut Tx, mobile: &str) -> Result<User, SignupError> {
    let (id, now) = (UserId::new(), app.clock.now());
    let username = format!("user_{}", hex::encode(random::<5>()));
    let new = NewUser { mobile: Some(mobile.to_owned()), ..NewUser::named(username, SecretString::default()) };
    let user = insert_user(tx, id, None, &new, Role::User, now).await?;
    welcome(app, tx, id, now).await?;
    Ok(user)
}

/// Grants the sign-up credits.
async fn welcome(app: &App, tx: &mut Tx, id: UserId, now: DateTime<Utc>) -> sqlx::Result<()> {
    let credits = &app.config.credits;
    let promotional = match credits.signup_for {
        SignupCreditsFor::InApp => Promotional::Granted(credits.signup),
        SignupCreditsFor::All => Promotional::Unused,
    };
    if credits.signup > 0 {
        ledger::post(tx, CREDIT, &[Movement::grant(id, credits.signup, promotional)], now).await?;
    }
    Ok(())
}

/// Creates a user in any role, without sign-up credits, in a transaction of its own, for the command line: the operator
/// vouches for it, so it may send externally.
///
/// # Errors
/// As [`open_account`]; an invalid field.
pub async fn create_user(app: &App, new: &NewUser, place: impl Into<RoleAssignment>) -> Result<User, SignupError> {
    new.validate()?;
    let id = UserId::new();
    let hash = hash_password(app, &Requester::new(None, ""), id, new).await?;
    let mut tx = app.db.begin().await?;
    let now = app.clock.now();
    let user = open_account(&mut tx, &Actor::command_line(), (id, &hash), new, place.into(), now).await?;
    sending::grant_as_operator(&mut tx, id).await?;
    tx.commit().await?;
    Ok(user)
}

/// Creates a user in any role, without sign-up credits, for `actor`. The caller supplies its id and password hash.
///
/// # Errors
/// An invalid role assignment; a name, address or number in use; database errors.
pub async fn open_account(
    tx: &mut Tx,
    actor: &Actor,
    (id, hash): (UserId, &str),
    new: &NewUser,
    place: RoleAssignment,
    now: DateTime<Utc>,
) -> Result<User, SignupError> {
    let user = insert_user(tx, id, Some(hash), new, place, now).await?;
    audit::record(tx, actor, &[AuditEntry::new("user.created", id, id).after(&user)], now).await?;
    Ok(user)
}

/// Inserts a user and its empty wallet. Without a password hash it can't log in by password. A business owner may send
/// externally if its reseller was granted that.
///
/// # Errors
/// An invalid role assignment; a name, address or number in use; database errors.
pub async fn insert_user(
    tx: &mut Tx,
    id: UserId,
    hash: Option<&str>,
    new: &NewUser,
    place: impl Into<RoleAssignment>,
    now: DateTime<Utc>,
) -> Result<User, SignupError> {
    let place = place.into();
    place.check(tx).await?;
    sqlx::query!(
        "INSERT INTO users (id, username, password_hash, email, mobile, first_name, last_name, role, parent_id, created_at, external_sending_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
            (SELECT 'reseller' FROM users WHERE id = $9 AND external_sending_by IS NOT NULL))",
        id.uuid(),
        new.username,
        hash,
        new.email,
        new.mobile,
        new.first_name.as_deref(),
        new.last_name.as_deref(),
        place.role as Role,
        place.parent_id.map(UserId::uuid),
        now,
    )
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    ledger::ensure_wallets(tx, &[id], CREDIT, now).await?;
    Ok(User {
        id,
        username: new.username.clone(),
        email: new.email.clone(),
        mobile: new.mobile.clone(),
        first_name: new.first_name.as_deref().map(str::to_owned),
        last_name: new.last_name.as_deref().map(str::to_owned),
        role: place.role,
        parent_id: place.parent_id,
        status: UserStatus::Active,
        created_at: now,
    })
}

/// Maps a unique violation to the user's field in use.
pub(super) fn taken(error: sqlx::Error) -> SignupError {
    match constraint(&error) {
        Some("users_username_key") => SignupError::Taken("username"),
        Some("users_email_key") => SignupError::Taken("email"),
        Some("users_mobile_key") => SignupError::Taken("mobile"),
        _ => error.into(),
    }
}
