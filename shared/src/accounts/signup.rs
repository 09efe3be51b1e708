use chrono::{DateTime, Utc};
use garde::Validate;
use secrecy::SecretString;

use super::{NewUser, Role, SignupError, User, UserStatus, password};
use crate::app::App;
use crate::db::{Tx, constraint};
use crate::ids::UserId;
use crate::ledger::{self, CREDIT, Movement};
use crate::secrets::random;

/// Hashes the password of a user to be. Done before the transaction begins: it takes long.
///
/// # Errors
/// The hash.
pub async fn hash_password(app: &App, user: UserId, password: &SecretString) -> Result<String, SignupError> {
    Ok(password::hash(app, user, password).await?)
}

/// Signs somebody up: the user, its wallet and the gift of the house.
///
/// # Errors
/// A name, address or number that is taken; the database.
pub async fn sign_up(app: &App, tx: &mut Tx, id: UserId, hash: &str, new: &NewUser) -> Result<User, SignupError> {
    let now = app.clock.now();
    let user = insert_user(tx, id, Some(hash), new, Role::User, now).await?;
    welcome(app, tx, id, now).await?;
    Ok(user)
}

/// Signs up whoever has a number: a user with a made-up name and without a password.
pub(super) async fn sign_up_number(app: &App, tx: &mut Tx, mobile: &str) -> Result<User, SignupError> {
    let (id, now) = (UserId::new(), app.clock.now());
    let new = NewUser {
        username: format!("user_{}", hex::encode(random::<5>())),
        password: SecretString::default(),
        email: None,
        mobile: Some(mobile.to_owned()),
        first_name: None,
        last_name: None,
    };
    let user = insert_user(tx, id, None, &new, Role::User, now).await?;
    welcome(app, tx, id, now).await?;
    Ok(user)
}

/// The gift of the house.
async fn welcome(app: &App, tx: &mut Tx, id: UserId, now: DateTime<Utc>) -> sqlx::Result<()> {
    if app.config.credits.signup > 0 {
        ledger::post(tx, CREDIT, &[Movement::grant(id, app.config.credits.signup)], now).await?;
    }
    Ok(())
}

/// Makes a user with any role, without a gift, in a transaction of its own.
///
/// # Errors
/// A field that is not valid; a name, address or number that is taken; the database.
pub async fn create_user(app: &App, new: &NewUser, role: Role) -> Result<User, SignupError> {
    new.validate()?;
    let id = UserId::new();
    let hash = hash_password(app, id, &new.password).await?;
    let mut tx = app.db.begin().await?;
    let user = insert_user(&mut tx, id, Some(&hash), new, role, app.clock.now()).await?;
    tx.commit().await?;
    Ok(user)
}

/// Inserts a user and its empty wallet. Without a password hash it can't log in by password.
///
/// # Errors
/// A name, address or number that is taken; the database.
pub async fn insert_user(
    tx: &mut Tx,
    id: UserId,
    hash: Option<&str>,
    new: &NewUser,
    role: Role,
    now: DateTime<Utc>,
) -> Result<User, SignupError> {
    sqlx::query!(
        "INSERT INTO users (id, username, password_hash, email, mobile, first_name, last_name, role, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.uuid(),
        new.username,
        hash,
        new.email,
        new.mobile,
        new.first_name,
        new.last_name,
        role as Role,
        now,
    )
    .execute(tx.conn())
    .await
    .map_err(|error| match constraint(&error) {
        Some("users_username_key") => SignupError::Taken("username"),
        Some("users_email_key") => SignupError::Taken("email"),
        Some("users_mobile_key") => SignupError::Taken("mobile"),
        _ => error.into(),
    })?;
    ledger::open_wallet(tx, id, CREDIT, now).await?;
    Ok(User {
        id,
        username: new.username.clone(),
        email: new.email.clone(),
        mobile: new.mobile.clone(),
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        role,
        parent_id: None,
        status: UserStatus::Active,
        created_at: now,
    })
}
