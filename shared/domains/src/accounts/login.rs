use std::net::IpAddr;

use secrecy::SecretString;

use super::error::HashError;
use super::password::Requester;
use super::{
    Client, Login, LoginError, NewSession, OtpPurpose, SignupError, TokenTransport, User, UserStatus, otp, password,
    sending, session, signup,
};
use crate::app::App;
use crate::config::Quota;
use crate::db::Tx;
use crate::ids::UserId;
use crate::rate_limit::{Limiter, Verdict};

/// A user whose password was just verified.
#[derive(Debug)]
pub struct Proven {
    user: User,
    /// The hash that the password was compared with.
    seen: String,
}

/// Checks a name and a password. An unknown user costs as much time as a wrong password, and is locked likewise after
/// too many attempts. Cancel-safe: the attempt stays counted.
///
/// # Errors
/// Refused, for any reason; too many logins; too many passwords wait to be hashed; database errors.
pub async fn check_login(
    app: &App,
    username: &str,
    given: &SecretString,
    client: &Client,
) -> Result<Proven, LoginError> {
    let user = super::find(app.db.pool(), username).await?;
    // The stored form of the name: all spellings of a user's name share one count.
    let name = user.as_ref().map_or(username, |user| &user.username).to_owned();
    let id = user.as_ref().map_or_else(UserId::new, |user| user.id);
    let seen = LoginThrottle::new(app, &name, client.address).check_password(app, id, given).await?;
    // A suspended user fails like a wrong password.
    match (user.filter(|user| user.status == UserStatus::Active), seen) {
        (Some(user), Some((seen, attempt))) => {
            attempt.succeeded().await;
            Ok(Proven { user, seen })
        }
        _ => Err(LoginError::Refused),
    }
}

/// Logs a user in.
///
/// # Errors
/// Refused: the user was suspended or its password changed since the check; database errors.
pub async fn log_in(
    app: &App,
    proven: Proven,
    client: &Client,
    transport: TokenTransport,
) -> Result<Login, LoginError> {
    let Proven { user, seen } = proven;
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

/// Logs a number's user in by a code sent to that number; an unknown number signs up.
///
/// # Errors
/// Refused: a wrong, used or expired code, or a suspended user. Too many failed attempts from this address; a
/// concurrent sign-up with the number; database errors.
pub async fn log_in_by_code(
    app: &App,
    (mobile, code): (&str, &SecretString),
    client: &Client,
    transport: TokenTransport,
) -> Result<Login, LoginError> {
    let attempt = LoginThrottle::of_address(app, client.address).begin().await?;
    let mut tx = app.db.begin().await?;
    let Some(right) = otp::try_code(app, &mut tx, mobile, OtpPurpose::Login, code).await? else {
        tx.commit().await?;
        return Err(LoginError::Refused);
    };
    otp::use_code(&mut tx, right).await?;
    let Some(user) = owner(app, &mut tx, mobile).await? else {
        tx.commit().await?;
        return Err(LoginError::Refused);
    };
    sending::mobile_verified(&mut tx, user.id, mobile, app.clock.now()).await?;
    let new = NewSession {
        user: user.id,
        user_agent: client.user_agent.as_deref(),
        address: Some(client.address),
        transport,
        seen: None,
    };
    let opened = session::open_session(app, &mut tx, new).await?;
    // The code is used up even if its user is suspended.
    tx.commit().await?;
    attempt.succeeded().await;
    opened.map(|tokens| Login { user, tokens }).ok_or(LoginError::Refused)
}

/// The user of a number, signed up if unknown; `None` if sign-up is closed.
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

/// Limits logins per name and per address. An attempt is counted before any check and released on success: concurrent
/// attempts all count, as do those whose client disconnects.
pub(super) struct LoginThrottle {
    limiter: Limiter,
    name: Option<Count>,
    address: Option<Count>,
    successes: Option<Count>,
    requester: Requester,
}

type Count = (Quota, String);

/// A counted attempt.
#[must_use = "an attempt that is dropped stays counted"]
pub(super) struct Attempt {
    limiter: Limiter,
    name: Option<Count>,
    address: Option<Count>,
}

impl LoginThrottle {
    pub fn new(app: &App, username: &str, from: IpAddr) -> Self {
        let (limits, username) = (&app.config.limits, username.to_lowercase());
        let key = app.limiter.hidden(&username);
        Self {
            name: limits.logins_of_account.map(|quota| (quota, key.clone())),
            successes: limits.successful_logins.map(|quota| (quota, key)),
            requester: Requester::new(Some(from), username),
            ..Self::of_address(app, from)
        }
    }

    pub fn of_address(app: &App, from: IpAddr) -> Self {
        Self {
            limiter: app.limiter.clone(),
            name: None,
            address: app.config.limits.logins_of_address.map(|quota| (quota, app.limiter.address(from))),
            successes: None,
            requester: Requester::new(Some(from), ""),
        }
    }

    /// Counts an attempt, or refuses it. A refused attempt is not counted.
    pub async fn begin(&self) -> Result<Attempt, LoginError> {
        if let Some((quota, key)) = &self.name {
            refuse(self.limiter.take(*quota, key).await)?;
        }
        if let Some((quota, key)) = &self.address {
            let verdict = self.limiter.take(*quota, key).await;
            if !verdict.allowed {
                refund(&self.limiter, &self.name).await;
                return Err(LoginError::TooMany(verdict));
            }
        }
        Ok(Attempt { limiter: self.limiter.clone(), name: self.name.clone(), address: self.address.clone() })
    }

    /// Checks a user's password; returns the hash that it matched and the attempt. A failed attempt stays counted.
    pub async fn check_password(
        &self,
        app: &App,
        user: UserId,
        given: &SecretString,
    ) -> Result<Option<(String, Attempt)>, LoginError> {
        // Successful logins cost as much as failed ones, so they are limited before any work.
        if let Some((quota, key)) = &self.successes {
            refuse(self.limiter.peek(*quota, key).await)?;
        }
        let attempt = self.begin().await?;
        let hash = sqlx::query_scalar!("SELECT password_hash FROM users WHERE id = $1", user.uuid())
            .fetch_optional(app.db.pool())
            .await?
            .flatten();
        let is_right = match password::verify(app, &self.requester, user, given, hash.clone()).await {
            Err(HashError::Busy) => {
                attempt.was_not_tried().await;
                return Err(LoginError::Busy);
            }
            verified => verified?,
        };
        let Some(hash) = hash.filter(|_| is_right) else { return Ok(None) };
        if let Some((quota, key)) = &self.successes {
            refuse(self.limiter.take(*quota, key).await)?;
        }
        Ok(Some((hash, attempt)))
    }

    /// The requester that passwords are hashed for.
    pub fn requester(&self) -> &Requester {
        &self.requester
    }
}

impl Attempt {
    /// Releases the attempt.
    pub async fn succeeded(self) {
        refund(&self.limiter, &self.name).await;
        refund(&self.limiter, &self.address).await;
    }

    /// Releases the attempt for the name only: no password was compared, so nothing was guessed, and a busy server
    /// locks no name. The address still caused work.
    async fn was_not_tried(self) {
        refund(&self.limiter, &self.name).await;
    }
}

async fn refund(limiter: &Limiter, count: &Option<Count>) {
    if let Some((quota, key)) = count {
        limiter.refund(*quota, key).await;
    }
}

fn refuse(verdict: Verdict) -> Result<(), LoginError> {
    if verdict.allowed { Ok(()) } else { Err(LoginError::TooMany(verdict)) }
}
