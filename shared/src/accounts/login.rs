use std::net::IpAddr;

use secrecy::SecretString;

use super::{
    Login, LoginError, NewSession, OtpPurpose, SignupError, TokenTransport, User, UserStatus, otp, password, session,
    signup,
};
use crate::app::App;
use crate::audit::Actor;
use crate::config::Quota;
use crate::db::Tx;
use crate::ids::{SessionId, UserId};
use crate::rate_limit::{Limiter, Verdict};

/// Whoever wants to log in.
#[derive(Debug, Clone)]
pub struct Client {
    /// Where it connects from.
    pub address: IpAddr,
    /// What it says of itself.
    pub user_agent: Option<String>,
    /// Its request.
    pub request_id: Option<String>,
}

impl Client {
    /// A user at this client, for the audit log; with the session that it has.
    pub(super) fn actor(&self, user: UserId, session: Option<SessionId>) -> Actor {
        let request_id = self.request_id.clone();
        Actor { user: Some(user), api_key: None, session, address: Some(self.address), request_id }
    }
}

/// Logs a user in by name and password. An unknown user costs as much time as a wrong password, and
/// is locked like any other after too many of them.
///
/// # Errors
/// Refused, for whatever reason; too many failed logins; the database.
pub async fn log_in(
    app: &App,
    (username, given): (&str, &SecretString),
    client: &Client,
    transport: TokenTransport,
) -> Result<Login, LoginError> {
    let user = super::find(app.db.pool(), username).await?;
    // The name as it is stored: what finds the same user counts as the same name.
    let name = user.as_ref().map_or(username, |user| &user.username).to_owned();
    let guesses = Guesses::new(app, &name, client.address);
    let id = user.as_ref().map_or_else(UserId::new, |user| user.id);
    let seen = guesses.judge(app, id, given).await?;
    // A suspended user fails like a wrong password.
    let (Some(user), Some(seen)) = (user.filter(|user| user.status == UserStatus::Active), seen) else {
        guesses.count().await?;
        return Err(LoginError::Refused);
    };
    let mut tx = app.db.begin().await?;
    let new = NewSession {
        user: user.id,
        user_agent: client.user_agent.as_deref(),
        address: Some(client.address),
        transport,
        seen: Some(&seen),
    };
    let opened = session::open_session(app, &mut tx, new).await?;
    let tokens = opened.ok_or(LoginError::Refused)?;
    tx.commit().await?;
    Ok(Login { user, tokens })
}

/// Logs whoever has a number in by a code that was sent there; a number that nobody has signs up.
///
/// # Errors
/// Refused: a wrong code, one that is used or too old, a suspended user. Too many wrong ones of this
/// address; somebody else signs up with the number; the database.
pub async fn log_in_by_code(
    app: &App,
    (mobile, code): (&str, &SecretString),
    client: &Client,
    transport: TokenTransport,
) -> Result<Login, LoginError> {
    let guesses = Guesses::of_address(app, client.address);
    guesses.check().await?;
    let mut tx = app.db.begin().await?;
    let Some(right) = otp::try_code(app, &mut tx, mobile, OtpPurpose::Login, code).await? else {
        tx.commit().await?;
        guesses.count().await?;
        return Err(LoginError::Refused);
    };
    otp::use_code(&mut tx, right).await?;
    let Some(user) = owner(app, &mut tx, mobile).await? else {
        tx.commit().await?;
        return Err(LoginError::Refused);
    };
    let new = NewSession {
        user: user.id,
        user_agent: client.user_agent.as_deref(),
        address: Some(client.address),
        transport,
        seen: None,
    };
    let opened = session::open_session(app, &mut tx, new).await?;
    // The code is used up also where its user is suspended.
    tx.commit().await?;
    opened.map(|tokens| Login { user, tokens }).ok_or(LoginError::Refused)
}

/// The user of a number, who is signed up where there is none; `None` where nobody may sign up.
async fn owner(app: &App, tx: &mut Tx, mobile: &str) -> Result<Option<User>, LoginError> {
    let known = super::find_by_mobile(tx.conn(), mobile).await?;
    if known.is_some() || !app.config.auth.signup_open {
        return Ok(known);
    }
    signup::sign_up_number(app, tx, mobile).await.map(Some).map_err(|error| match error {
        SignupError::Taken(_) => LoginError::Conflict,
        SignupError::Database(error) => error.into(),
        error => LoginError::Internal(error.to_string()),
    })
}

/// Failed logins under a name and of an address.
pub(super) struct Guesses<'a> {
    limiter: &'a Limiter,
    of: Vec<(Quota, String)>,
}

impl<'a> Guesses<'a> {
    pub fn new(app: &'a App, username: &str, from: IpAddr) -> Self {
        let of_account = app.config.limits.logins_of_account;
        let account = of_account.map(|quota| (quota, app.limiter.hidden(&username.to_lowercase())));
        let Self { limiter, mut of } = Self::of_address(app, from);
        of.extend(account);
        Self { limiter, of }
    }

    pub fn of_address(app: &'a App, from: IpAddr) -> Self {
        let address = app.config.limits.logins_of_address.map(|quota| (quota, app.limiter.address(from)));
        Self { limiter: &app.limiter, of: address.into_iter().collect() }
    }

    /// Whether a password is a user's: the hash that it was checked against, if it is right. A wrong
    /// one is not counted here.
    pub async fn judge(&self, app: &App, user: UserId, given: &SecretString) -> Result<Option<String>, LoginError> {
        self.check().await?;
        let hash = sqlx::query_scalar!("SELECT password_hash FROM users WHERE id = $1", user.uuid())
            .fetch_optional(app.db.pool())
            .await?
            .flatten();
        let right = password::verify(app, user, given, hash.clone()).await;
        if !right.map_err(|why| LoginError::Internal(why.to_string()))? {
            return Ok(None);
        }
        // Of many guesses at once, those that end after the lock tell nothing, not even the right one.
        self.check().await?;
        Ok(hash)
    }

    /// Refuses if either is locked.
    pub async fn check(&self) -> Result<(), LoginError> {
        let mut verdicts = Vec::new();
        for (quota, key) in &self.of {
            verdicts.push(self.limiter.look(*quota, key).await);
        }
        refuse(verdicts)
    }

    /// Counts a failed login for both, and refuses if either was locked meanwhile.
    pub async fn count(&self) -> Result<(), LoginError> {
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
