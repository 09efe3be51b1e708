//! Sessions: a login, and the refresh tokens that follow one another in it.
//!
//! A refresh token works once. One that comes a second time was stolen, from whoever used it first or
//! from whoever comes now: the session ends.
//!
//! Browsers keep it in a cookie, and present one twice without theft: two tabs race, or an answer is lost. So a cookie
//! is answered once more for [`GRACE_PERIOD`] while its successor is unused; that successor is revoked. Theft is still
//! found: once thief and owner have both been answered, one of them holds a revoked token or uses the other's successor.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgExecutor;
use utoipa::ToSchema;

use super::session_end::{end, end_session};
use super::{Access, Client, Login, LoginError, TokenTransport, Tokens, UserStatus, otp, token};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{SessionId, UserId};
use crate::page::{Page, PageRequest};
use crate::quotas::{self, Quota};
use crate::secrets::random;

/// How much of what a client says of itself is kept.
const MAX_USER_AGENT: usize = 255;
/// Sessions and codes are kept that long after their end: longer than any access token lives.
const RETENTION: TimeDelta = TimeDelta::days(2);
/// How long a refresh token in a cookie may be presented again.
const GRACE_PERIOD: TimeDelta = TimeDelta::seconds(30);

/// Used refresh tokens of a session that are kept.
const MAX_USED_TOKENS: i64 = 100;

/// A session, as its user sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When tokens were last issued: at its login or a refresh.
    pub last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// What the client said of itself at the login.
    pub user_agent: Option<String>,
    /// The address that it was opened from.
    pub address: Option<String>,
    /// Whether this request belongs to it.
    pub current: bool,
}

/// A session that a login opens.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    /// Whose it is.
    pub user: UserId,
    /// What the client said of itself.
    pub user_agent: Option<&'a str>,
    /// Where it connects from.
    pub address: Option<IpAddr>,
    /// How its refresh tokens shall travel.
    pub transport: TokenTransport,
    /// The password hash that was checked, if one was.
    pub seen: Option<&'a str>,
}

fn hash(token: &SecretString) -> Vec<u8> {
    Sha256::digest(token.expose_secret()).to_vec()
}

/// Opens a session, unless the user was suspended meanwhile, or has another password hash than the
/// one that was checked. The user's row stays as it is until this is committed.
///
/// # Errors
/// The database; a token that can't be signed.
pub async fn open_session(app: &App, tx: &mut Tx, new: NewSession<'_>) -> Result<Option<Tokens>, LoginError> {
    let NewSession { user, user_agent, address, transport, seen } = new;
    let (id, now) = (SessionId::new(), app.clock.now());
    let expires_at = now + app.config.auth.session_lifetime;
    let user_agent: Option<String> = user_agent.map(|text| text.chars().take(MAX_USER_AGENT).collect());
    let opened = sqlx::query!(
        "WITH allowed AS (SELECT id FROM users
            WHERE id = $2 AND status = $3 AND ($4::text IS NULL OR password_hash = $4) FOR SHARE)
        INSERT INTO sessions (id, user_id, user_agent, created_at, last_used_at, expires_at, address)
        SELECT $1, id, $5, $6, $6, $7, $8 FROM allowed",
        id.uuid(),
        user.uuid(),
        UserStatus::Active as UserStatus,
        seen,
        user_agent,
        now,
        expires_at,
        address.map(|address| address.to_string()),
    )
    .execute(tx.conn())
    .await?;
    if opened.rows_affected() == 0 {
        return Ok(None);
    }
    for oldest in quotas::reserve_sessions(tx, user).await? {
        end(app, tx, &[user], Some(oldest), None).await?;
    }
    issue(app, tx, (user, id), expires_at, transport).await.map(Some)
}

async fn issue(
    app: &App,
    tx: &mut Tx,
    (user, session): (UserId, SessionId),
    until: DateTime<Utc>,
    transport: TokenTransport,
) -> Result<Tokens, LoginError> {
    let refresh = SecretString::from(URL_SAFE_NO_PAD.encode(random::<32>()));
    let now = app.clock.now();
    sqlx::query!(
        "INSERT INTO refresh_tokens (hash, session_id, created_at, via_cookie) VALUES ($1, $2, $3, $4)",
        hash(&refresh),
        session.uuid(),
        now,
        transport == TokenTransport::Cookie,
    )
    .execute(tx.conn())
    .await?;
    let (access, expires_in) =
        token::issue(app, user, session, until).map_err(|why| LoginError::Internal(why.to_string()))?;
    Ok(Tokens { access, refresh, expires_in, transport, session_expires_in: (until - now).num_seconds() })
}

/// What a refresh token is when it is presented.
enum Presented {
    /// It was never used.
    Unused,
    /// It was used a moment ago, by a cookie both times, and this successor was not used yet.
    Repeated(Vec<u8>),
    /// It was used before, or revoked.
    Reused,
}

/// Looks at a token of a session whose row is locked: all that changes its tokens locks it first.
async fn presented(app: &App, tx: &mut Tx, token: &[u8], came_by: TokenTransport) -> Result<Presented, LoginError> {
    let found = sqlx::query!(
        r#"SELECT token.used_at, token.via_cookie, next.hash AS "unused_successor?"
        FROM refresh_tokens token
        LEFT JOIN refresh_tokens next ON next.hash = token.successor AND next.used_at IS NULL
        WHERE token.hash = $1"#,
        token,
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(LoginError::Refused)?;
    let Some(used_at) = found.used_at else { return Ok(Presented::Unused) };
    let is_in_grace = came_by == TokenTransport::Cookie && found.via_cookie && app.clock.now() < used_at + GRACE_PERIOD;
    Ok(found.unused_successor.filter(|_| is_in_grace).map_or(Presented::Reused, Presented::Repeated))
}

/// Exchanges a refresh token, which came in one way, for new tokens, whose next one shall travel in another.
///
/// # Errors
/// Refused: no such token, one that was used before (which ends its session), a session that is over,
/// a suspended user. The database; a token that can't be signed.
pub async fn refresh(
    app: &App,
    given: &SecretString,
    (came_by, transport): (TokenTransport, TokenTransport),
) -> Result<Login, LoginError> {
    let (now, given) = (app.clock.now(), hash(given));
    let session = session_of(app.db.pool(), &given).await?.ok_or(LoginError::Refused)?;
    let mut tx = app.db.begin().await?;
    // One at a time, so that of two with the same token the second finds it used.
    let found = sqlx::query!(
        r#"SELECT user_id AS "user_id: UserId", expires_at, ended_at FROM sessions WHERE id = $1 FOR UPDATE"#,
        session.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(LoginError::Refused)?;
    match presented(app, &mut tx, &given, came_by).await? {
        Presented::Unused => {}
        Presented::Repeated(successor) => revoke(&mut tx, &successor, now).await?,
        Presented::Reused => {
            end(app, &mut tx, &[found.user_id], Some(session), None).await?;
            tx.commit().await?;
            tracing::warn!("refresh token reused; session ended");
            return Err(LoginError::Refused);
        }
    }
    // Refused before anything is written: the token is good for a later try.
    let rate = (found.user_id, &*session.to_string());
    quotas::take(&app.limiter, &mut *tx.conn(), Quota::RefreshesPerHour, rate, 1).await?;
    let user = super::get(&mut *tx.conn(), found.user_id).await?.filter(|user| user.status == UserStatus::Active);
    let is_open = found.ended_at.is_none() && now < found.expires_at;
    let Some(user) = user.filter(|_| is_open) else { return Err(LoginError::Refused) };
    sqlx::query!("UPDATE sessions SET last_used_at = $2 WHERE id = $1", session.uuid(), now).execute(tx.conn()).await?;
    forget_used(&mut tx, session).await?;
    let tokens = issue(app, &mut tx, (user.id, session), found.expires_at, transport).await?;
    // The grace period is counted from the first use, however often the token comes in it.
    sqlx::query!(
        "UPDATE refresh_tokens SET used_at = coalesce(used_at, $2), successor = $3 WHERE hash = $1",
        given,
        now,
        hash(&tokens.refresh),
    )
    .execute(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(Login { user, tokens })
}

/// Makes a token useless: whoever presents it ends its session.
async fn revoke(tx: &mut Tx, token: &[u8], now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!("UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1", token, now).execute(tx.conn()).await?;
    Ok(())
}

/// When the session ends that the refresh token in a cookie would be refreshed for; `None` where it would be refused.
/// Nothing changes.
///
/// # Errors
/// The database.
pub async fn session_expiry(app: &App, given: &SecretString) -> sqlx::Result<Option<DateTime<Utc>>> {
    let now = app.clock.now();
    sqlx::query_scalar!(
        "SELECT sessions.expires_at FROM refresh_tokens token
        JOIN sessions ON sessions.id = token.session_id
        JOIN users ON users.id = sessions.user_id
        LEFT JOIN refresh_tokens next ON next.hash = token.successor AND next.used_at IS NULL
        WHERE token.hash = $1 AND sessions.ended_at IS NULL AND sessions.expires_at > $2 AND users.status = $3
            AND (token.used_at IS NULL OR (token.via_cookie AND token.used_at > $4 AND next.hash IS NOT NULL))",
        hash(given),
        now,
        UserStatus::Active as UserStatus,
        now - GRACE_PERIOD,
    )
    .fetch_optional(app.db.pool())
    .await
}

/// Keeps the newest used tokens of a session only: enough to know one that was stolen when it comes again. An older one
/// is refused as one that never was.
async fn forget_used(tx: &mut Tx, session: SessionId) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM refresh_tokens
            WHERE session_id = $1 AND used_at IS NOT NULL ORDER BY used_at DESC, hash OFFSET $2)",
        session.uuid(),
        MAX_USED_TOKENS,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn session_of(db: impl PgExecutor<'_>, hash: &[u8]) -> sqlx::Result<Option<SessionId>> {
    sqlx::query_scalar!(r#"SELECT session_id AS "id: SessionId" FROM refresh_tokens WHERE hash = $1"#, hash)
        .fetch_optional(db)
        .await
}

/// The sessions of a user that are open, newest first.
///
/// # Errors
/// The database.
pub async fn sessions(
    app: &App,
    user: UserId,
    current: SessionId,
    request: &PageRequest<SessionId>,
) -> sqlx::Result<Page<Session>> {
    let rows = sqlx::query_as!(
        Session,
        r#"SELECT id AS "id: SessionId", created_at, last_used_at, expires_at, user_agent, address, id = $2 AS "current!"
        FROM sessions
        WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $3 AND ($4::uuid IS NULL OR id < $4)
        ORDER BY id DESC LIMIT $5"#,
        user.uuid(),
        current.uuid(),
        app.clock.now(),
        request.after.map(SessionId::uuid),
        request.rows(),
    )
    .fetch_all(app.db.pool())
    .await?;
    Ok(request.page(rows, |session| session.id))
}

/// Removes sessions with their refresh tokens, and one-time codes, that are long over, at most `limit`
/// of each; returns how many.
///
/// # Errors
/// The database.
pub async fn purge_logins(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let until = now - RETENTION;
    let sessions = sqlx::query!(
        "DELETE FROM sessions WHERE id IN (
            (SELECT id FROM sessions WHERE ended_at < $1 ORDER BY ended_at LIMIT $2)
            UNION
            (SELECT id FROM sessions WHERE ended_at IS NULL AND expires_at < $1 ORDER BY expires_at LIMIT $2))",
        until,
        limit,
    )
    .execute(tx.conn())
    .await?;
    Ok(sessions.rows_affected() + otp::purge(tx, until, limit).await?)
}

/// Ends the session that a refresh token belongs to, even one that was used; false where there is none.
///
/// # Errors
/// The database.
pub async fn end_session_of(app: &App, tx: &mut Tx, given: &SecretString, client: &Client) -> sqlx::Result<bool> {
    let Some(session) = session_of(&mut *tx.conn(), &hash(given)).await? else { return Ok(false) };
    let owner = sqlx::query_scalar!(r#"SELECT user_id AS "id: UserId" FROM sessions WHERE id = $1"#, session.uuid(),)
        .fetch_one(tx.conn())
        .await?;
    end_session(app, tx, Access { user: owner, session }, client, session).await?;
    Ok(true)
}
