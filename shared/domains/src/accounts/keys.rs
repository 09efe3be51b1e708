//! API keys: used by programs in place of an access token.

use chrono::{DateTime, TimeDelta, Utc};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgExecutor;
use strum::IntoEnumIterator;
use utoipa::ToSchema;

use super::key_format::{KEY_PREFIX, may_be_key, new_secret};
use crate::app::App;
use crate::audit::{self, Actor, AuditEntry};
use crate::db::Tx;
use crate::ids::{ApiKeyId, UserId};
use crate::key_cache::Remembered;
use crate::page::{Page, PageRequest};
use crate::quotas::{self, Quota, QuotaError};

/// Visible characters of a key: enough to tell two apart.
const SHOWN: usize = KEY_PREFIX.len() + 8;
/// Precision of a key's last use.
const TOUCHED_EVERY: TimeDelta = TimeDelta::minutes(1);

crate::text_enum! {
    /// A permission of a key.
    pub enum Scope {
        /// Reading one's own data.
        Read,
        /// Messages, templates, contacts and jobs.
        Send,
        /// Operations on money and credits.
        Billing,
        /// Users, keys, channels, and admin operations.
        Admin,
    }
}

/// A key, without its secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Its name, chosen by its owner.
    pub name: String,
    /// Its first characters.
    #[schema(examples("swb_00c0ffee"))]
    pub prefix: String,
    /// Its permissions.
    pub scopes: Vec<Scope>,
    /// Time of expiry.
    pub expires_at: Option<DateTime<Utc>>,
    /// Time of the last use, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Time of creation.
    pub created_at: DateTime<Utc>,
}

/// A key to create.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"name": "nightly report", "scopes": ["read"]})))]
pub struct NewApiKey {
    /// Its name.
    #[garde(length(chars, min = 1, max = 100))]
    #[serde(deserialize_with = "super::read_name")]
    pub name: String,
    /// Its permissions; by default all of its creator's.
    #[garde(inner(length(min = 1, max = 4)))]
    #[serde(default)]
    pub scopes: Option<Vec<Scope>>,
    /// Time of expiry; never by default.
    #[garde(skip)]
    #[serde(default, deserialize_with = "crate::dates::read_optional")]
    pub expires_at: Option<DateTime<Utc>>,
}

/// A created key and its secret, which is shown only once.
#[derive(Debug)]
pub struct NewKey {
    /// The key.
    pub key: ApiKey,
    /// The secret to send.
    pub secret: SecretString,
}

/// The key of a request.
#[derive(Debug, Clone)]
pub struct KeyInUse {
    /// The key.
    pub id: ApiKeyId,
    /// Its user.
    pub user: UserId,
    /// Its permissions.
    pub scopes: Vec<Scope>,
}

impl NewApiKey {
    /// The key's scopes, sorted and without duplicates. A creator can't grant scopes that it lacks.
    ///
    /// # Errors
    /// The scope that the creator lacks.
    pub fn granted(&self, maker: Option<&[Scope]>) -> Result<Vec<Scope>, Scope> {
        let has = |scope: &Scope| maker.is_none_or(|scopes| scopes.contains(scope));
        match &self.scopes {
            None => Ok(Scope::iter().filter(has).collect()),
            Some(wanted) => match wanted.iter().find(|scope| !has(scope)) {
                Some(lacking) => Err(*lacking),
                None => Ok(Scope::iter().filter(|scope| wanted.contains(scope)).collect()),
            },
        }
    }
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

/// Creates a key.
///
/// # Errors
/// The user's quota is reached; database errors.
pub async fn create_key(
    tx: &mut Tx,
    actor: &Actor,
    user: UserId,
    new: &NewApiKey,
    scopes: Vec<Scope>,
    now: DateTime<Utc>,
) -> Result<NewKey, QuotaError> {
    quotas::reserve(tx, Quota::ApiKeys, &[user]).await?;
    let secret = new_secret().map_err(|_| sqlx::Error::Encode("there is no randomness".into()))?;
    let key = ApiKey {
        id: ApiKeyId::new(),
        name: new.name.clone(),
        prefix: secret.expose_secret().chars().take(SHOWN).collect(),
        scopes,
        expires_at: new.expires_at,
        last_used_at: None,
        created_at: now,
    };
    sqlx::query!(
        "INSERT INTO api_keys (id, user_id, name, prefix, digest, scopes, expires_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        key.id.uuid(),
        user.uuid(),
        key.name,
        key.prefix,
        &digest(secret.expose_secret())[..],
        &key.scopes as &[Scope],
        key.expires_at,
        now,
    )
    .execute(tx.conn())
    .await?;
    audit::record(tx, actor, &[AuditEntry::new("api_key.created", user, key.id).after(&key)], now).await?;
    Ok(NewKey { key, secret })
}

/// Keys of a user, newest first.
///
/// # Errors
/// Database errors.
pub async fn api_keys(
    db: impl PgExecutor<'_>,
    user: UserId,
    request: &PageRequest<ApiKeyId>,
) -> sqlx::Result<Page<ApiKey>> {
    let rows = sqlx::query_as!(
        ApiKey,
        r#"SELECT id AS "id: ApiKeyId", name, prefix, scopes AS "scopes: Vec<Scope>", expires_at, last_used_at, created_at
        FROM api_keys WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3"#,
        user.uuid(),
        request.after.map(ApiKeyId::uuid),
        request.rows(),
    )
    .fetch_all(db)
    .await?;
    Ok(request.page(rows, |key| key.id))
}

/// Revokes a user's key: every later request with it is refused. False if there is none.
///
/// # Errors
/// Database errors.
pub async fn revoke_key(
    tx: &mut Tx,
    actor: &Actor,
    user: UserId,
    id: ApiKeyId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let revoked = sqlx::query_as!(
        ApiKey,
        r#"DELETE FROM api_keys WHERE id = $1 AND user_id = $2
        RETURNING id AS "id: ApiKeyId", name, prefix, scopes AS "scopes: Vec<Scope>", expires_at, last_used_at, created_at"#,
        id.uuid(),
        user.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(key) = revoked else { return Ok(false) };
    audit::record(tx, actor, &[AuditEntry::new("api_key.revoked", user, id).before(&key)], now).await?;
    Ok(true)
}

/// Recognition of a text without a database query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognized {
    /// Not a key.
    No,
    /// This user's key at its last lookup.
    Known(UserId),
    /// Possibly a key.
    Perhaps,
}

/// Recognizes a text without a database query.
pub fn recognize(app: &App, secret: &str) -> Recognized {
    if !may_be_key(secret) {
        return Recognized::No;
    }
    match app.keys.recall(&digest(secret)) {
        Remembered::Known(user) => Recognized::Known(user),
        Remembered::Unknown => Recognized::No,
        Remembered::Nothing => Recognized::Perhaps,
    }
}

/// The key of a request, if it is valid and its user active. It is looked up each time, so that revocations and
/// suspensions take effect everywhere; only texts that can't be keys skip the lookup.
///
/// # Errors
/// Database errors.
pub async fn authenticate(app: &App, secret: &str) -> sqlx::Result<Option<KeyInUse>> {
    if recognize(app, secret) == Recognized::No {
        return Ok(None);
    }
    let (now, digest) = (app.clock.now(), digest(secret));
    app.metrics.key_lookups.inc();
    let found = sqlx::query!(
        r#"SELECT api_keys.id AS "id: ApiKeyId", user_id AS "user_id: UserId", scopes AS "scopes: Vec<Scope>", last_used_at,
            users.status = 'active' AND (expires_at IS NULL OR expires_at > $2) AS "is_in_force!"
        FROM api_keys JOIN users ON users.id = user_id
        WHERE digest = $1"#,
        &digest[..],
        now,
    )
    .fetch_optional(app.db.pool())
    .await?;
    app.keys.remember(digest, found.as_ref().map(|found| found.user_id));
    let Some(found) = found.filter(|found| found.is_in_force) else { return Ok(None) };
    if found.last_used_at.is_none_or(|at| at + TOUCHED_EVERY <= now) {
        let (app, id) = (app.clone(), found.id);
        app.background.clone().spawn(async move {
            if let Err(error) = touch(&app, id, now).await {
                tracing::warn!(%error, "the last use of an API key was not saved");
            }
        });
    }
    Ok(Some(KeyInUse { id: found.id, user: found.user_id, scopes: found.scopes }))
}

/// The keys among these that are valid and whose user is active.
///
/// # Errors
/// Database errors.
pub async fn keys_in_force(
    db: impl PgExecutor<'_>,
    keys: &[ApiKeyId],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<ApiKeyId>> {
    sqlx::query_scalar!(
        r#"SELECT api_keys.id AS "id: ApiKeyId" FROM api_keys JOIN users ON users.id = user_id
        WHERE api_keys.id = ANY($1) AND users.status = 'active' AND (expires_at IS NULL OR expires_at > $2)"#,
        keys as &[ApiKeyId],
        now,
    )
    .fetch_all(db)
    .await
}

/// Records a key's use; of many concurrent requests, one writes.
async fn touch(app: &App, id: ApiKeyId, now: DateTime<Utc>) -> sqlx::Result<()> {
    let mut tx = app.db.begin().await?;
    sqlx::query!(
        "UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)",
        id.uuid(),
        now,
        now - TOUCHED_EVERY,
    )
    .execute(tx.conn())
    .await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_grants_only_scopes_that_it_has() {
        let new = |scopes: Option<&[Scope]>| NewApiKey {
            name: "a key".into(),
            scopes: scopes.map(<[Scope]>::to_vec),
            expires_at: None,
        };
        use Scope::{Admin, Billing, Read, Send};
        assert_eq!(new(None).granted(None), Ok(vec![Read, Send, Billing, Admin]));
        assert_eq!(new(None).granted(Some(&[Admin, Read])), Ok(vec![Read, Admin]));
        assert_eq!(new(Some(&[Send, Read, Send])).granted(None), Ok(vec![Read, Send]));
        assert_eq!(new(Some(&[Read, Billing])).granted(Some(&[Admin, Read])), Err(Billing));
    }
}
