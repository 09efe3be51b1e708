//! Sessions: a login, and the refresh tokens that follow one another in it.
//!
//! A refresh token works once. One that comes a second time was stolen, from whoever used it first or
//! from whoever comes now: the session ends.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgExecutor;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Access, Client, Login, LoginError, UserStatus, otp, revocation, token};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::db::Tx;
use crate::ids::{SessionId, UserId};
use crate::page::{Page, PageRequest};
use crate::secrets::random;

/// How much of what a client says of itself is kept.
const MAX_USER_AGENT: usize = 255;
/// Sessions and codes are kept that long after their end: longer than any access token lives.
const KEPT: TimeDelta = TimeDelta::days(2);

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
    /// Whether this request belongs to it.
    pub current: bool,
}

/// What a client is given.
#[derive(Debug)]
pub struct Tokens {
    /// For the `Authorization` header.
    pub access: SecretString,
    /// Good for the next tokens, once.
    pub refresh: SecretString,
    /// Seconds until the access token expires.
    pub expires_in: i64,
}

fn hash(token: &SecretString) -> Vec<u8> {
    Sha256::digest(token.expose_secret()).to_vec()
}

/// Opens a session, unless the user was suspended meanwhile, or has another password hash than
/// `seen`. The user's row stays as it is until this is committed.
///
/// # Errors
/// The database; a token that can't be signed.
pub async fn open_session(
    app: &App,
    tx: &mut Tx,
    user: UserId,
    user_agent: Option<&str>,
    seen: Option<&str>,
) -> Result<Option<Tokens>, LoginError> {
    let (id, now) = (SessionId::new(), app.clock.now());
    let expires_at = now + app.config.auth.session_lifetime;
    let user_agent: Option<String> = user_agent.map(|text| text.chars().take(MAX_USER_AGENT).collect());
    let opened = sqlx::query!(
        "WITH allowed AS (SELECT id FROM users
            WHERE id = $2 AND status = $3 AND ($4::text IS NULL OR password_hash = $4) FOR SHARE)
        INSERT INTO sessions (id, user_id, user_agent, created_at, last_used_at, expires_at)
        SELECT $1, id, $5, $6, $6, $7 FROM allowed",
        id.uuid(),
        user.uuid(),
        UserStatus::Active as UserStatus,
        seen,
        user_agent,
        now,
        expires_at,
    )
    .execute(tx.conn())
    .await?;
    if opened.rows_affected() == 0 {
        return Ok(None);
    }
    issue(app, tx, user, id, expires_at).await.map(Some)
}

async fn issue(
    app: &App,
    tx: &mut Tx,
    user: UserId,
    session: SessionId,
    until: DateTime<Utc>,
) -> Result<Tokens, LoginError> {
    let refresh = SecretString::from(URL_SAFE_NO_PAD.encode(random::<32>()));
    sqlx::query!(
        "INSERT INTO refresh_tokens (hash, session_id, created_at) VALUES ($1, $2, $3)",
        hash(&refresh),
        session.uuid(),
        app.clock.now(),
    )
    .execute(tx.conn())
    .await?;
    let (access, expires_in) =
        token::issue(app, user, session, until).map_err(|why| LoginError::Internal(why.to_string()))?;
    Ok(Tokens { access, refresh, expires_in })
}

/// Exchanges a refresh token for new tokens.
///
/// # Errors
/// Refused: no such token, one that was used before (which ends its session), a session that is over,
/// a suspended user. The database; a token that can't be signed.
pub async fn refresh(app: &App, given: &SecretString) -> Result<Login, LoginError> {
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
    let is_first =
        sqlx::query!("UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL", given, now)
            .execute(tx.conn())
            .await?
            .rows_affected()
            == 1;
    if !is_first {
        end(app, &mut tx, &[found.user_id], Some(session), None).await?;
        tx.commit().await?;
        tracing::warn!("a refresh token came a second time: its session is ended");
        return Err(LoginError::Refused);
    }
    let user = super::get(&mut *tx.conn(), found.user_id).await?.filter(|user| user.status == UserStatus::Active);
    let is_open = found.ended_at.is_none() && now < found.expires_at;
    let Some(user) = user.filter(|_| is_open) else { return Err(LoginError::Refused) };
    sqlx::query!("UPDATE sessions SET last_used_at = $2 WHERE id = $1", session.uuid(), now).execute(tx.conn()).await?;
    let tokens = issue(app, &mut tx, user.id, session, found.expires_at).await?;
    tx.commit().await?;
    Ok(Login { user, tokens })
}

async fn session_of(db: impl PgExecutor<'_>, hash: &[u8]) -> sqlx::Result<Option<SessionId>> {
    sqlx::query_scalar!(r#"SELECT session_id AS "id: SessionId" FROM refresh_tokens WHERE hash = $1"#, hash)
        .fetch_optional(db)
        .await
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

/// Ends a session for its user, who is logged in `by` one: its tokens are refused from then on. False
/// where there is none.
///
/// # Errors
/// The database.
pub async fn end_session(
    app: &App,
    tx: &mut Tx,
    by: Access,
    client: &Client,
    session: SessionId,
) -> sqlx::Result<bool> {
    if end(app, tx, &[by.user], Some(session), None).await? == 0 {
        return Ok(false);
    }
    let actor = client.actor(by.user, Some(by.session));
    audit::record(tx, &actor, &[Deed::new("session.ended", by.user, session)], app.clock.now()).await?;
    Ok(true)
}

/// Ends all sessions of users but one; returns how many. Whoever suspends a user writes that first, in
/// the same transaction: then no login slips in between.
///
/// # Errors
/// The database.
pub async fn end_sessions(app: &App, tx: &mut Tx, users: &[UserId], except: Option<SessionId>) -> sqlx::Result<usize> {
    end(app, tx, users, None, except).await
}

async fn end(
    app: &App,
    tx: &mut Tx,
    users: &[UserId],
    only: Option<SessionId>,
    except: Option<SessionId>,
) -> sqlx::Result<usize> {
    let rows = sqlx::query!(
        r#"UPDATE sessions SET ended_at = coalesce($4::timestamptz, clock_timestamp())
        WHERE id IN (SELECT id FROM sessions WHERE user_id = ANY($1) AND ended_at IS NULL
            AND ($2::uuid IS NULL OR id = $2) AND ($3::uuid IS NULL OR id <> $3) ORDER BY id FOR UPDATE)
        RETURNING id, ended_at AS "ended_at!""#,
        &users.iter().map(|user| user.uuid()).collect::<Vec<_>>(),
        only.map(SessionId::uuid),
        except.map(SessionId::uuid),
        app.clock.pinned() as Option<DateTime<Utc>>,
    )
    .fetch_all(tx.conn())
    .await?;
    let ended: Vec<(Uuid, DateTime<Utc>)> = rows.iter().map(|row| (row.id, row.ended_at)).collect();
    let count = ended.len();
    if count > 0 {
        revocation::announce(app, tx, ended);
    }
    Ok(count)
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
        r#"SELECT id AS "id: SessionId", created_at, last_used_at, expires_at, user_agent, id = $2 AS "current!"
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
    let until = now - KEPT;
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
