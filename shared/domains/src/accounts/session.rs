//! Sessions: a login and its chain of refresh tokens.
//!
//! A refresh token works once. A second use means that it was stolen, by its first or its current user: the session
//! ends.
//!
//! Browsers keep it in a cookie, and present one twice without theft: two tabs race, or an answer is lost. So a cookie
//! is accepted once more for [`GRACE_PERIOD`] while its successor is unused; that is then revoked. Theft is still
//! found: once thief and owner have both been answered, one holds a revoked token or uses the other's successor.

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

/// Maximum stored length of a `User-Agent`.
const MAX_USER_AGENT: usize = 255;
/// Retention of ended sessions and codes: longer than any access token lives.
const RETENTION: TimeDelta = TimeDelta::days(2);
/// How long a refresh token in a cookie may be presented again.
const GRACE_PERIOD: TimeDelta = TimeDelta::seconds(30);

/// Used refresh tokens stored per session.
const MAX_USED_TOKENS: i64 = 100;

/// A session as visible to its user.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Time of the login.
    pub created_at: DateTime<Utc>,
    /// Time at which tokens were last issued, by login or refresh.
    pub last_used_at: DateTime<Utc>,
    /// Time of expiry.
    pub expires_at: DateTime<Utc>,
    /// The client's `User-Agent` at login.
    pub user_agent: Option<String>,
    /// The client's address at login.
    pub address: Option<String>,
    /// Whether it is the session of this request.
    pub current: bool,
}

/// A session to open.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    /// Its user.
    pub user: UserId,
    /// The client's `User-Agent`.
    pub user_agent: Option<&'a str>,
    /// The client's address.
    pub address: Option<IpAddr>,
    /// Transport of its refresh tokens.
    pub transport: TokenTransport,
    /// The password hash that was checked, if any.
    pub seen: Option<&'a str>,
}

fn hash(token: &SecretString) -> Vec<u8> {
    Sha256::digest(token.expose_secret()).to_vec()
}

/// Opens a session, unless the user was suspended meanwhile or its password hash is no longer the checked one. The
/// user's row stays locked until commit.
///
/// # Errors
/// Database errors; a token that can't be signed.
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

/// Status of a presented refresh token.
enum Presented {
    /// Never used.
    Unused,
    /// Used a moment ago, by cookie both times; this successor is still unused.
    Repeated(Vec<u8>),
    /// Used before, or revoked.
    Reused,
}

/// Classifies a token of a session whose row is locked: every change of its tokens locks it first.
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

/// Exchanges a refresh token for new tokens; the transport may change.
///
/// # Errors
/// Refused: unknown token, one used before (which ends its session), an ended session, or a suspended user. Database
/// errors; a token that can't be signed.
pub async fn refresh(
    app: &App,
    given: &SecretString,
    (came_by, transport): (TokenTransport, TokenTransport),
) -> Result<Login, LoginError> {
    let (now, given) = (app.clock.now(), hash(given));
    let session = session_of(app.db.pool(), &given).await?.ok_or(LoginError::Refused)?;
    let mut tx = app.db.begin().await?;
    // One at a time, so that of two requests with the same token the second finds it used.
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
    // Refused before anything is written: the token stays valid for a retry.
    let rate = (found.user_id, &*session.to_string());
    quotas::take(&app.limiter, &mut *tx.conn(), Quota::RefreshesPerHour, rate, 1).await?;
    let user = super::get(&mut *tx.conn(), found.user_id).await?.filter(|user| user.status == UserStatus::Active);
    let is_open = found.ended_at.is_none() && now < found.expires_at;
    let Some(user) = user.filter(|_| is_open) else { return Err(LoginError::Refused) };
    sqlx::query!("UPDATE sessions SET last_used_at = $2 WHERE id = $1", session.uuid(), now).execute(tx.conn()).await?;
    forget_used(&mut tx, session).await?;
    let tokens = issue(app, &mut tx, (user.id, session), found.expires_at, transport).await?;
    // The grace period starts at the first use, regardless of repeats.
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

/// Revokes a token: presenting it ends its session.
async fn revoke(tx: &mut Tx, token: &[u8], now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!("UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1", token, now).execute(tx.conn()).await?;
    Ok(())
}

/// Expiry of the session that the cookie's refresh token belongs to; `None` if a refresh would be refused. Nothing
/// changes.
///
/// # Errors
/// Database errors.
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

/// Keeps only a session's newest used tokens: enough to detect a stolen one. Older ones are refused as unknown.
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

/// The open sessions of a user, newest first; `current` is marked.
///
/// # Errors
/// Database errors.
pub async fn sessions(
    app: &App,
    user: UserId,
    current: Option<SessionId>,
    request: &PageRequest<SessionId>,
) -> sqlx::Result<Page<Session>> {
    let rows = sqlx::query_as!(
        Session,
        r#"SELECT id AS "id: SessionId", created_at, last_used_at, expires_at, user_agent, address, id IS NOT DISTINCT FROM $2 AS "current!"
        FROM sessions
        WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $3 AND ($4::uuid IS NULL OR id < $4)
        ORDER BY id DESC LIMIT $5"#,
        user.uuid(),
        current.map(SessionId::uuid),
        app.clock.now(),
        request.after.map(SessionId::uuid),
        request.rows(),
    )
    .fetch_all(app.db.pool())
    .await?;
    Ok(request.page(rows, |session| session.id))
}

/// Removes sessions with their refresh tokens, and one-time codes, that ended long ago, at most `limit` of each;
/// returns how many.
///
/// # Errors
/// Database errors.
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

/// Ends the session of a refresh token, even a used one; false if there is none.
///
/// # Errors
/// Database errors.
pub async fn end_session_of(app: &App, tx: &mut Tx, given: &SecretString, client: &Client) -> sqlx::Result<bool> {
    let Some(session) = session_of(&mut *tx.conn(), &hash(given)).await? else { return Ok(false) };
    let owner = sqlx::query_scalar!(r#"SELECT user_id AS "id: UserId" FROM sessions WHERE id = $1"#, session.uuid(),)
        .fetch_one(tx.conn())
        .await?;
    end_session(app, tx, Access { user: owner, session }, client, session).await?;
    Ok(true)
}
