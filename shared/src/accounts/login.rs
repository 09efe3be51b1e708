use secrecy::SecretString;

use super::{AccessToken, LoginError, User, UserStatus, password, token};
use crate::app::App;
use crate::ids::UserId;

/// Logs a user in by name and password. An unknown user costs as much time as a wrong password.
///
/// # Errors
/// Refused, for whatever reason; the database.
pub async fn log_in(app: &App, username: &str, given: &SecretString) -> Result<(User, AccessToken), LoginError> {
    let user = super::find(app.db.pool(), username).await?;
    let id = user.as_ref().map_or_else(UserId::new, |user| user.id);
    let hash = sqlx::query_scalar!("SELECT password_hash FROM users WHERE id = $1", id.uuid())
        .fetch_optional(app.db.pool())
        .await?;
    let right = password::verify(app, id, given, hash).await.map_err(|why| LoginError::Internal(why.to_string()))?;
    let user = user.filter(|user| right && user.status == UserStatus::Active).ok_or(LoginError::Refused)?;
    let token = token::issue(app, user.id).map_err(|why| LoginError::Internal(why.to_string()))?;
    Ok((user, token))
}
