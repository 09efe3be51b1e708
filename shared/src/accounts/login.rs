use std::net::IpAddr;

use secrecy::SecretString;

use super::{AccessToken, LoginError, User, UserStatus, password, token};
use crate::app::App;
use crate::config::Quota;
use crate::ids::UserId;
use crate::rate_limit::{Limiter, Verdict};

/// Logs a user in by name and password. An unknown user costs as much time as a wrong password, and
/// is locked like any other after too many of them.
///
/// # Errors
/// Refused, for whatever reason; too many failed logins; the database.
pub async fn log_in(
    app: &App,
    username: &str,
    given: &SecretString,
    from: IpAddr,
) -> Result<(User, AccessToken), LoginError> {
    let user = super::find(app.db.pool(), username).await?;
    // The name as it is stored: what finds the same user counts as the same name.
    let guesses = Guesses::new(app, user.as_ref().map_or(username, |user| &user.username), from);
    guesses.check().await?;
    let id = user.as_ref().map_or_else(UserId::new, |user| user.id);
    let hash = sqlx::query_scalar!("SELECT password_hash FROM users WHERE id = $1", id.uuid())
        .fetch_optional(app.db.pool())
        .await?;
    let right = password::verify(app, id, given, hash).await.map_err(|why| LoginError::Internal(why.to_string()))?;
    let Some(user) = user.filter(|user| right && user.status == UserStatus::Active) else {
        guesses.count().await?;
        return Err(LoginError::Refused);
    };
    // Of many guesses at once, those that end after the lock tell nothing, not even the right one.
    guesses.check().await?;
    let token = token::issue(app, user.id).map_err(|why| LoginError::Internal(why.to_string()))?;
    Ok((user, token))
}

/// Failed logins under a name and of an address.
struct Guesses<'a> {
    limiter: &'a Limiter,
    of: Vec<(Quota, String)>,
}

impl<'a> Guesses<'a> {
    fn new(app: &'a App, username: &str, from: IpAddr) -> Self {
        let (limiter, limits) = (&app.limiter, &app.config.limits);
        let account = limits.logins_of_account.map(|quota| (quota, limiter.hidden(&username.to_lowercase())));
        let address = limits.logins_of_address.map(|quota| (quota, limiter.address(from)));
        Self { limiter, of: account.into_iter().chain(address).collect() }
    }

    /// Refuses if either is locked.
    async fn check(&self) -> Result<(), LoginError> {
        let mut verdicts = Vec::new();
        for (quota, key) in &self.of {
            verdicts.push(self.limiter.look(*quota, key).await);
        }
        refuse(verdicts)
    }

    /// Counts a failed login for both, and refuses if either was locked meanwhile.
    async fn count(&self) -> Result<(), LoginError> {
        let mut verdicts = Vec::new();
        for (quota, key) in &self.of {
            verdicts.push(self.limiter.take(*quota, key).await);
        }
        refuse(verdicts)
    }
}

/// Refuses by the lock that lasts longer.
fn refuse(verdicts: Vec<Verdict>) -> Result<(), LoginError> {
    let locks = verdicts.into_iter().filter(|verdict| !verdict.allowed);
    locks.max_by_key(|lock| lock.reset_seconds).map_or(Ok(()), |lock| Err(LoginError::TooMany(lock)))
}
